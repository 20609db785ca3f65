"""A call is written, or changed: place by place in a draft, approved by a second person, then in force as a new edition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.calls.definition.document import CallDocument
from portal.calls.drafts import places
from portal.calls.lifecycle import CALL, REVISION, CallState, RevisionState
from portal.calls.models import Call, CallEdition, Revision
from portal.calls.queries import last_edition_number, live_revision_of
from portal.calls.words import REASON_LEAST, tidied
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Missing, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.transactions import someone_was_faster

HEAVIEST = 2_000_000


@dataclass(frozen=True)
class Edit:
    """A change to a list of the draft: "add" to the list at `path`; "remove", "up" or "down" the entry at `path`; "order" the
    list at `path`, given as the old places."""

    verb: str
    path: str
    order: tuple[int, ...] = ()


def begin_revision(call: Call, *, by: Any) -> Revision:
    """A draft of changes to a call that starts from what is in force; the one that is being written, if there is one."""
    require(by, "revision.create", Revision(call=call))
    live = live_revision_of(call)
    if live is not None:
        return live
    document = call.document
    revision = Revision(call=call, former=document, body=document, state=RevisionState.WRITING.value)
    db.session.add(revision)
    db.session.flush()
    REVISION.begin(revision, by=by, call=call.code)
    return revision


def write_draft(revision: Revision, values: Mapping[str, Any], *, by: Any, seen: int, then: Edit | None = None) -> str | None:
    """Put values (JSON, None to take one away) at places of the draft, then change one list; the path of an entry that was
    added. `undo_last` takes all of it back. Raises Missing for a place that is not there, Stale."""
    added: list[str] = []

    def change(body: dict[str, Any]) -> dict[str, Any]:
        for path, value in values.items():
            body = places.put(body, path, value)
        return _with_list_changed(body, then, added) if then else body

    _rewrite(revision, change, by=by, seen=seen)
    return added[0] if added else None


def _with_list_changed(body: dict[str, Any], edit: Edit, added: list[str]) -> dict[str, Any]:
    if edit.verb == "add":
        body, place = places.add(body, edit.path)
        added.append(f"{edit.path}.{place}")
        return body
    if edit.verb == "order":
        return places.reorder(body, edit.path, list(edit.order))
    if edit.verb in ("up", "down"):
        return places.move(body, edit.path, -1 if edit.verb == "up" else 1)
    if edit.verb == "remove":
        return places.take_out(body, edit.path)
    raise KeyError(edit.verb)


def replace_draft(revision: Revision, document: CallDocument, *, by: Any, seen: int) -> None:
    """Put a whole document, from a file, in the place of the draft. Raises Stale."""
    _rewrite(revision, lambda body: document.body(), by=by, seen=seen)


def undo_last(revision: Revision, *, by: Any, seen: int) -> None:
    """Go back to the draft before the last save; done again, forward to it. Raises Refused when there is nothing, Stale."""
    REVISION.check(revision, "write", by=by)
    if revision.undo is None:
        raise Refused(_("There is nothing to undo."))
    former = revision.undo
    _rewrite(revision, lambda body: former, by=by, seen=seen)


def _rewrite(revision: Revision, change: Callable[[dict[str, Any]], dict[str, Any]], *, by: Any, seen: int) -> None:
    REVISION.check(revision, "write", by=by)
    if seen != revision.version:
        raise Stale(someone_was_faster())
    try:
        body = change(revision.body)
    except (KeyError, TypeError):
        raise Missing from None
    if len(str(body)) > HEAVIEST:
        raise Refused(_("The call has become too large to keep. Make it shorter, then save again."))
    if body != revision.body:
        revision.undo, revision.body = revision.body, body
        db.session.flush()


def propose_revision(revision: Revision, reason: str, *, by: Any, seen: int) -> None:
    """Ask the approvers; `reason` may stay empty before the first announcement. Raises Invalid, Refused, Stale."""
    reason = tidied(reason, "reason", least=0 if revision.is_first else REASON_LEAST)
    with db.session.no_autoflush:
        revision.reason = reason
        REVISION.move(revision, "propose", by=by, seen=seen, note=reason or None)
        revision.proposed_by_id, revision.proposed_at, revision.note = by.id, now(), ""


def take_back_revision(revision: Revision, *, by: Any, seen: int) -> None:
    """Go on writing before anyone has decided. Raises Refused, Stale."""
    REVISION.move(revision, "take_back", by=by, seen=seen)


def return_revision(revision: Revision, reason: str, *, by: Any, seen: int) -> None:
    """Send it back with what should be different. Raises Invalid, Refused, Stale."""
    REVISION.check(revision, "return", by=by)
    note = tidied(reason, "note", least=REASON_LEAST)
    REVISION.move(revision, "return", by=by, seen=seen, note=note)
    revision.note = note


def approve_revision(revision: Revision, *, by: Any, seen: int) -> None:
    """Bring it into force as a new edition; a call that was being written is published with it. Raises Refused, Stale."""
    REVISION.move(revision, "approve", by=by, seen=seen, note=revision.reason or None)
    call, document = revision.call, CallDocument.parse(revision.body)
    revision.approved_by_id, revision.approved_at, revision.undo = by.id, now(), None
    revision.number = last_edition_number(call) + 1
    db.session.add(CallEdition(call_id=call.id, number=revision.number, body=document.definition.body(), reason=revision.reason,
                               made_by_id=revision.proposed_by_id))
    head = document.call
    call.title, call.announced_on, call.opens_at, call.closes_at = head.title.body(), head.announced, head.opens, head.closes
    call.edition_number = revision.number
    db.session.flush()
    db.session.expire(call, ["edition"])
    if call.state == CallState.DRAFT:
        CALL.move(call, "publish", by=by)


def discard_revision(revision: Revision, *, by: Any, seen: int) -> None:
    """Give the changes up; the call stays as it is. Raises Refused, Stale."""
    REVISION.move(revision, "discard", by=by, seen=seen)
