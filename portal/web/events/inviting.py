"""The companies of an event: found in three ways, invited several at once, let in or turned down, and as a workbook."""

from flask import Response, flash, redirect, render_template, request, url_for

from portal.events import listing, operations
from portal.events.lifecycle import EventState
from portal.events.models import Event
from portal.events.queries.events import get_run_event
from portal.events.queries.invitees import SOURCES, candidates, get_run_invitee, invitees_of
from portal.foundation.i18n import _, ngettext
from portal.overview.exports import as_xlsx
from portal.web.events.blueprint import pages
from portal.web.events.drawing import TONES, tabs_of
from portal.web.events.said import NOTHING, Page, Said, attempt
from portal.web.pipeline import XLSX
from portal.web.reading import number_in, seen_version
from portal.web.session import me

AT = "/manage/events/<int:event_id>/companies"


@pages.get(AT)
def companies(event_id: int) -> str:
    """Everyone on the list, and a search for more (`?source=name|interests|pool&words=`)."""
    return _page(get_run_event(event_id, viewer=me()))


@pages.post(AT)
def invite(event_id: int) -> Page:
    """Invite the companies that were ticked."""
    event = get_run_event(event_id, viewer=me())
    ids = [number for number in map(number_in, request.form.getlist("companies")[:300]) if number is not None]
    invited: list[object] = []
    failed = attempt("invite", lambda: invited.extend(operations.invite_companies(event, ids, by=me())))
    if failed:
        return _page(event, failed[0]), failed[1]
    flash(ngettext("%(num)d company is invited. Its owners get an e-mail.",
                   "%(num)d companies are invited. Their owners get an e-mail.", len(invited)))
    return redirect(url_for(".companies", event_id=event_id))


@pages.post("/manage/invitees/<int:invitee_id>/<any('let-in', 'turn-down'):verb>")
def judge(invitee_id: int, verb: str) -> Page:
    """Let a company in that asked to join, or turn it down with a reason."""
    part = get_run_invitee(invitee_id, viewer=me())
    reason, seen = request.form.get("reason", ""), seen_version()
    acts = {"let-in": lambda: operations.let_company_in(part, by=me(), seen=seen),
            "turn-down": lambda: operations.turn_company_down(part, reason, by=me(), seen=seen)}
    failed = attempt(f"{verb}-{invitee_id}", acts[verb])
    if failed:
        return _page(part.event, failed[0]), failed[1]
    flash(_("Done. The company gets an e-mail."))
    return redirect(url_for(".companies", event_id=part.event_id))


@pages.get(f"{AT}.xlsx")
def participants(event_id: int) -> Response:
    """Everyone on the list, as a workbook."""
    event = get_run_event(event_id, viewer=me())
    answer = Response(as_xlsx(listing.headings(), listing.rows(invitees_of(event))), mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=f"event-{event.id}.xlsx")
    return answer


def _page(event: Event, said: Said = NOTHING) -> str:
    asked = request.form if request.method == "POST" and "source" in request.form else request.args
    source, words = asked.get("source", ""), asked.get("words", "")[:80].replace("\0", "").strip()
    source = source if source in SOURCES else ""
    return render_template(
        "events/companies.html", event=event, said=said, tones=TONES, tabs_of_it=tabs_of(event), invitees=invitees_of(event),
        source=source, sought=words, found=candidates(event, source, words, viewer=me()) if source else [],
        chosen=request.form.getlist("companies"), may_invite=event.state == EventState.ANNOUNCED and not event.is_over)
