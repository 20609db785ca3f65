"""Whether a panel is made up as the call asks, point by point with its reason, and when its scores are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.calls.definition import Body, Definition, Panel, Stage
from portal.foundation.clock import end_of
from portal.foundation.i18n import _, _l, locale
from portal.reviews.lifecycle import SeatState
from portal.reviews.scoring import body_key

GROUPS = {"academia": _l("academia"), "industry": _l("industry"), "official": _l("public official"), "civic": _l("civic")}


@dataclass(frozen=True)
class Requirement:
    """One thing the call asks of its panel: whether it is met, and in words what is asked and what is there."""

    met: bool
    label: str
    reason: str


def requirements_of(definition: Definition, stage: Stage, seats: Iterable[Any]) -> list[Requirement]:
    """The checklist of a panel (Seoul evaluation rule arts. 2 to 5: size, quorum, officials, substitutes); only who has
    signed every pledge counts. Other bodies that score with the panel are only asked for their size; where nobody scores,
    nothing is asked."""
    if not stage.criteria:
        return []
    appointed = [seat for seat in seats if seat.state == SeatState.APPOINTED]
    asked, bodies = definition.panel_of(stage), stage.bodies or ()
    if not bodies:
        return _of_the_panel(asked, appointed)
    by_body = {body.key: [seat for seat in appointed if body_key(seat.body, stage) == body.key] for body in bodies}
    return _of_the_panel(asked, by_body[bodies[0].key]) + [_of_a_body(body, by_body[body.key]) for body in bodies[1:]]


def _of_the_panel(asked: Panel, appointed: list[Any]) -> list[Requirement]:
    members = [seat for seat in appointed if not seat.substitute]
    size, officials = len(members), sum(1 for seat in members if seat.group == "official")
    substitutes = len(appointed) - size
    most_officials = asked.officials_max(size)
    return [
        Requirement(asked.size_min <= size <= asked.size_max, _("Size of the panel"), _(
            "%(least)s to %(most)s members are asked for; appointed so far: %(now)s.",
            least=asked.size_min, most=asked.size_max, now=size)),
        Requirement(size >= asked.quorum, _("Quorum"), _(
            "At least %(least)s members must take part; appointed so far: %(now)s.", least=asked.quorum, now=size)),
        Requirement(officials <= most_officials, _("Share of public officials"), _(
            "At most %(most)s of %(size)s members may be public officials (%(ratio)s); so far: %(now)s.",
            most=most_officials, size=size, ratio=asked.officials_max_ratio, now=officials)),
        Requirement(substitutes >= asked.substitutes_min, _("Substitutes"), _(
            "At least %(least)s substitutes are asked for; appointed so far: %(now)s.",
            least=asked.substitutes_min, now=substitutes)),
    ]


def _of_a_body(body: Body, appointed: list[Any]) -> Requirement:
    size = sum(1 for seat in appointed if not seat.substitute)
    return Requirement(
        body.size_min <= size <= body.size_max, _("Size of “%(body)s”", body=body.label.in_(locale())),
        _("%(least)s to %(most)s members are asked for; appointed so far: %(now)s.",
          least=body.size_min, most=body.size_max, now=size))


def scores_due_at(definition: Definition, stage: Stage) -> datetime | None:
    """The last second of the stage, by Seoul's clock; None when the call names no such day."""
    days = definition.days_of(stage)
    return end_of(days[1]) if days else None
