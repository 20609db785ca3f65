"""What every page of trying out needs: the draft as a whole definition, and what this person typed into it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from flask import render_template, request

from portal.calls.definition import Definition
from portal.calls.definition.document import CallDocument
from portal.calls.models import Trial
from portal.calls.queries import trial_of
from portal.partners.models import Offer
from portal.partners.queries.choosing import offers_to_choose
from portal.sites.queries import sites_of
from portal.web.builder.doors import AT, Desk, Page, desk_of
from portal.web.session import me

TRY = f"{AT}/try"


@dataclass
class Bench:
    """A draft that can be tried: no part of it is wrong in itself."""

    desk: Desk
    definition: Definition
    trial: Trial

    @property
    def track(self) -> str | None:
        """The track that is tried, the first one where none was chosen; None in a call without tracks."""
        keys = [track.key for track in self.definition.tracks or ()]
        wanted = request.args.get("track", "")
        return wanted if wanted in keys else keys[0] if keys else None

    def to(self, name: str, **values: Any) -> str:
        """The address of a page of trying out, in the same track."""
        return self.desk.to(name, **values, **({"track": self.track} if self.track else {}))

    @property
    def sites(self) -> dict[str, Any]:
        """The sites on offer, by code."""
        return {site.code: site.name for site in sites_of(self.desk.call.program.municipality_id)}

    @cached_property
    def offers(self) -> dict[str, Offer]:
        """The partners' offers to be chosen today, by id; nothing is read where the draft does not ask for them."""
        if self.definition.question_of("offers") is None:
            return {}
        return {str(offer.id): offer for offer in offers_to_choose(self.desk.call.program.municipality_id)}


def on_the_bench(page: Callable[..., Page]) -> Callable[..., Page]:
    """Give a page its bench; while the draft cannot be read as a whole, say what is to be mended instead."""
    @wraps(page)
    def open_it(code: str, **where: Any) -> Page:
        desk = desk_of(code)
        document, found = CallDocument.read(desk.revision.body)
        if found:
            return render_template("builder/not_yet.html", desk=desk, call=desk.call), 409
        return page(Bench(desk, document.definition, trial_of(desk.revision, viewer=me())), **where)
    return open_it
