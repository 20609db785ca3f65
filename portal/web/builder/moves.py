"""What happens to a draft as a whole: undone by one step, sent for approval, taken back, returned, approved, given up."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for

from portal.calls import operations
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.web.builder.doors import AT, Desk, Page, desk_of, pages
from portal.web.builder.overview import overview_page
from portal.web.reading import seen_version
from portal.web.session import me


@pages.post(f"{AT}/undo")
def undo(code: str) -> Page:
    """Take the last save back; once more, bring it again."""
    return _moved(code, lambda desk: operations.undo_last(desk.revision, by=me(), seen=seen_version()),
                  _("The last change was undone. Undo again to bring it back."))


@pages.post(f"{AT}/propose")
def propose(code: str) -> Page:
    """Ask the approvers."""
    return _moved(code, lambda desk: operations.propose_revision(
        desk.revision, request.form.get("reason", ""), by=me(), seen=seen_version()),
        _("The approvers were told by e-mail. Until they decide you can take it back."))


@pages.post(f"{AT}/take-back")
def take_back(code: str) -> Page:
    """Go on writing."""
    return _moved(code, lambda desk: operations.take_back_revision(desk.revision, by=me(), seen=seen_version()),
                  _("You can go on writing. Ask for approval again when it is ready."))


@pages.post(f"{AT}/return")
def send_back(code: str) -> Page:
    """An approver asks for something different."""
    return _moved(code, lambda desk: operations.return_revision(
        desk.revision, request.form.get("note", ""), by=me(), seen=seen_version()), _("It was sent back with your words."))


@pages.post(f"{AT}/approve")
def approve(code: str) -> Page:
    """The second person brings it into force."""
    return _moved(code, lambda desk: operations.approve_revision(desk.revision, by=me(), seen=seen_version()),
                  _("Approved. It is in force now."))


@pages.post(f"{AT}/discard")
def discard(code: str) -> Page:
    """Give the changes up."""
    return _moved(code, lambda desk: operations.discard_revision(desk.revision, by=me(), seen=seen_version()),
                  _("The changes were discarded. The call stays as it is."))


def _moved(code: str, act: Callable[[Desk], Any], said: str) -> Page:
    desk = desk_of(code)
    try:
        act(desk)
    except Invalid as invalid:
        return overview_page(desk, errors=dict(invalid.fields), typed=dict(request.form)), 422
    except (Refused, Stale) as refusal:
        return overview_page(desk, refusal=refusal.words, typed=dict(request.form)), 409
    flash(said)
    return redirect(url_for("builder.overview", code=code))
