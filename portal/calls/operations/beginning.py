"""A new call begins: from the standard one, from an earlier call, or from a file; nothing is public until it is approved."""

import re
from typing import Any

from portal.calls.definition.document import CallDocument
from portal.calls.drafts.dating import moved_to
from portal.calls.lifecycle import CALL, CallState
from portal.calls.models import Call, CallEdition, Revision
from portal.calls.operations.revising import begin_revision
from portal.calls.queries import is_code_taken
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.programs.models import Program

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,39}")


def begin_call(program: Program, code: str, title: dict[str, str], document: CallDocument, *, by: Any,
               again_of: Call | None = None) -> Revision:
    """A call that only its program's people see, and the revision in which it is written. Dates of the document that have
    passed are moved by whole weeks, weekdays kept. `again_of` names the call that is announced anew. Raises Invalid."""
    call = Call(program=program, program_id=program.id, code=code.strip().upper(), title={}, state=CallState.DRAFT.value,
                edition_number=0, again_of_id=again_of.id if again_of else None)
    require(by, "call.create", call)
    wrong = _wrong(call.code, title)
    if wrong:
        raise Invalid(wrong)
    moved = CallDocument.parse(moved_to(document.body(), today()))
    head = moved.call
    call.title = {"ko": title.get("ko", "").strip(), "en": title.get("en", "").strip()}
    call.announced_on, call.opens_at, call.closes_at = head.announced, head.opens, head.closes
    db.session.add(call)
    db.session.flush()
    db.session.add(CallEdition(call_id=call.id, number=0, body=moved.definition.body(), made_by_id=by.id))
    db.session.flush()
    CALL.begin(call, by=by, code=call.code)
    return begin_revision(call, by=by)


def _wrong(code: str, title: dict[str, str]) -> dict[str, list[object]]:
    wrong: dict[str, list[object]] = {}
    if not CODE.fullmatch(code):
        wrong["code"] = [_("Use 3 to 40 letters, digits and hyphens, for example GN-OI-2027.")]
    elif is_code_taken(code):
        wrong["code"] = [_("Another call has this number already.")]
    if not title.get("ko", "").strip():
        wrong["title_ko"] = [_("Give the call a title in Korean.")]
    for name in ("ko", "en"):
        if len(title.get(name, "")) > 200:
            wrong[f"title_{name}"] = [_("Write at most %(most)s characters.", most=200)]
    return wrong
