"""The standing pool: a company puts a proposal in and takes it out; the people of every city search it."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.accounts.queries import municipalities
from portal.demand import operations
from portal.demand.queries import pool as queries
from portal.foundation.errors import Refused, Stale
from portal.foundation.i18n import _, in_locale
from portal.programs.fields import FIELDS
from portal.proposals.operations import put_into_pool
from portal.proposals.queries import get_own_proposal
from portal.web.reading import number_in, seen_version
from portal.web.session import me

pages = Blueprint("pool", __name__)
Page = str | Response | tuple[str, int]
PAGE = 30


@pages.get("/manage/pool")
def index() -> str:
    """Search by words, field and the city it comes from."""
    words = request.args.get("words", "")[:80].replace("\0", "").strip()
    field = request.args.get("field", "")
    field = field if field in FIELDS else ""
    city = number_in(request.args.get("city", ""))
    before = number_in(request.args.get("before", "")) or 0
    found = queries.search_pool(me(), words=words, field=field, municipality_id=city, before=before, limit=PAGE + 1)
    asked = {name: value for name, value in (("words", words), ("field", field), ("city", city)) if value}
    return render_template(
        "pool/index.html", entries=found[:PAGE], words=words, field=field, city=city or "", asked=asked,
        fields=list(FIELDS.items()), cities=[(each.id, in_locale(each.name)) for each in municipalities()],
        first=url_for(".index", **asked) if before else None,
        following=url_for(".index", before=found[PAGE - 1].id, **asked) if len(found) > PAGE else None)


@pages.post("/apply/proposals/<int:proposal_id>/pool")
def join(proposal_id: int) -> Page:
    """Let a proposal wait in the pool, with what the button said as consent."""
    put_into_pool(get_own_proposal(proposal_id, viewer=me()), by=me())
    flash(_("Your proposal is in the standing pool. You can take it out here at any time."))
    return redirect(url_for("interests.index"))


@pages.post("/apply/pool/<int:entry_id>/withdraw")
def withdraw(entry_id: int) -> Page:
    """Take it out, at once."""
    entry = queries.get_own_entry(entry_id, viewer=me())
    try:
        operations.leave_pool(entry, by=me(), seen=seen_version())
    except (Refused, Stale) as refusal:
        flash(str(refusal.words))
        return redirect(url_for("interests.index"))
    flash(_("It is out of the pool. No city sees it any more."))
    return redirect(url_for("interests.index"))
