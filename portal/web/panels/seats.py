"""The panel of one stage: its checklist, its people and their progress, inviting, reminding, releasing, substitutes."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.foundation.errors import Missing, Problem, Refused
from portal.foundation.i18n import _, _l, locale, ngettext
from portal.proposals.queries import get_submitted_proposal
from portal.reviews import operations, queries
from portal.reviews.composition import GROUPS
from portal.reviews.models import Seat
from portal.reviews.scoring import body_key, least_scores
from portal.reviews.sheet import rule_of
from portal.web.forms.reviews import InvitationForm
from portal.web.panels import pages
from portal.web.reading import number_in, seen_version
from portal.web.session import me

Answer = Response | str | tuple[str, int]
WHY = {"applies": _l("applies itself or takes part, so its people review nothing here"),
       "takes_part": _l("takes part in it"), "partner": _l("its offer is asked for")}
HERE = "/calls/<code>/panels/<stage>"


@pages.get(HERE)
def show(code: str, stage: str) -> str:
    """The panel as it stands."""
    return _page(code, stage)


@pages.post(f"{HERE}/invite")
def invite(code: str, stage: str) -> Answer:
    """Offer somebody a place."""
    call, asked = queries.get_call_to_judge(code, stage, viewer=me())
    form = InvitationForm.to(asked)
    with form.telling():
        if form.validate():
            seat = operations.invite_reviewer(call, stage, form.data, by=me())
            flash(_("The invitation to %(name)s is on its way.", name=seat.holder))
            return _back(code, stage, "people")
    return _page(code, stage, form), 422


@pages.post(f"{HERE}/hand")
def hand(code: str, stage: str) -> Response:
    """Hand every eligible proposal to the panel of the first stage."""
    call, asked = queries.get_call_to_judge(code, stage, viewer=me())
    if asked != call.definition.first_stage:
        raise Missing
    n = operations.hand_to_panel(call, by=me())
    flash(ngettext("%(num)s proposal was handed to the panel.", "%(num)s proposals were handed to the panel.", n))
    return _back(code, stage, "assignment")


@pages.post(f"{HERE}/substitute")
def substitute(code: str, stage: str) -> Answer:
    """Give a proposal that lost a reviewer to a substitute."""
    queries.get_call_to_judge(code, stage, viewer=me())
    seat = queries.get_managed_seat(_number("seat"), viewer=me())
    proposal = get_submitted_proposal(_number("proposal"), viewer=me())
    try:
        if seat.stage_key != stage or seat.call.code != code or proposal.call_id != seat.call_id:
            raise Missing
        operations.call_substitute(proposal, seat, by=me())
    except Refused as refused:
        return _page(code, stage, trouble=refused), 409
    flash(_("%(name)s was given %(number)s.", name=seat.holder, number=proposal.number))
    return _back(code, stage, "short")


@pages.post("/seats/<int:seat_id>/remind")
def remind(seat_id: int) -> Response:
    """A letter with what still waits."""
    seat = queries.get_managed_seat(seat_id, viewer=me())
    operations.remind_reviewer(seat, by=me(), seen=seen_version())
    flash(_("A reminder to %(name)s is on its way.", name=seat.holder))
    return _back_to(seat)


@pages.post("/seats/<int:seat_id>/release")
def release(seat_id: int) -> Response:
    """End somebody's place on the panel."""
    seat = queries.get_managed_seat(seat_id, viewer=me())
    operations.release_seat(seat, by=me(), seen=seen_version())
    flash(_("%(name)s was released. What was not confirmed is taken back.", name=seat.holder))
    return _back_to(seat)


def _page(code: str, stage: str, form: InvitationForm | None = None, trouble: Problem | None = None) -> str:
    panel = queries.get_panel(code, stage, viewer=me())
    bodies = panel.stage.bodies or ()
    seats = [line.seat for line in panel.lines]
    ties = queries.ties_of(panel.call, [seat.user_id for seat in seats if seat.user_id is not None])
    labels = {body.key: body.label.in_(locale()) for body in bodies}
    return render_template(
        "panels/show.html", panel=panel, call=panel.call, stage=panel.stage, groups=GROUPS, trouble=trouble,
        conflicts=queries.partner_conflicts_of(panel.call, viewer=me()),
        in_conflict=queries.reviews_in_conflict(panel.call, stage, seats, ties), why=WHY,
        form=form or InvitationForm.to(panel.stage, formdata=None),
        least=[(labels[body.key], least_scores(body, rule_of(panel.call.definition))) for body in bodies],
        body_of={line.seat.id: labels[body_key(line.seat.body, panel.stage)] for line in panel.lines} if bodies else {},
        substitutes=[(seat.id, " · ".join(filter(None, (
            seat.holder, labels.get(body_key(seat.body, panel.stage)), seat.field)))) for seat in panel.substitutes],
        stage_tabs=[(each.key, each.label.in_(locale()), url_for(".show", code=code, stage=each.key))
                    for each in panel.call.definition.stages])


def _number(name: str) -> int:
    number = number_in(request.form.get(name, ""))
    if number is None:
        raise Missing
    return number


def _back(code: str, stage: str, place: str) -> Response:
    return redirect(url_for(".show", code=code, stage=stage) + f"#{place}")


def _back_to(seat: Seat) -> Response:
    return _back(seat.call.code, seat.stage_key, "people")
