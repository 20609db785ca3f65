"""The life of a call, of a change to it and of a question about it; open or closed is a matter of the clock, not of a state."""

from enum import StrEnum
from typing import Any

from portal.calls.drafts.readiness import obstacles
from portal.foundation.clock import now, today
from portal.foundation.i18n import _, _l, ngettext
from portal.foundation.lifecycle import Lifecycle, Move


class CallState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    FINISHED = "finished"


NOTICE_PARTS = {
    "aim": _l("the aim"), "support": _l("the support"), "eligibility": _l("who may apply"),
    "how_to_apply": _l("how to apply"), "criteria": _l("the criteria"), "procedure": _l("the procedure"),
    "schedule": _l("the schedule"),
}


def every_notice_part_is_filled(call: Any) -> object | None:
    """The seven parts a notice must state (support-program operating rule, article 7)."""
    gaps = [str(NOTICE_PARTS[part]) for part in call.definition.empty_parts()]
    return _("The notice lacks: %(parts)s.", parts=", ".join(gaps)) if gaps else None


def closes_after_it_opens(call: Any) -> object | None:
    return None if call.opens_at < call.closes_at else _("It must close after it opens.")


def it_has_closed(call: Any) -> object | None:
    return None if now() > call.closes_at else _("It is still open.")


CALL = Lifecycle("call", CallState, [
    Move("publish", (CallState.DRAFT,), CallState.PUBLISHED, _l("Publish the call"),
         when=[every_notice_part_is_filled, closes_after_it_opens]),
    Move("finish", (CallState.PUBLISHED,), CallState.FINISHED, _l("Close the books on the call"), when=[it_has_closed]),
], labels={
    CallState.DRAFT: _l("being written"),
    CallState.PUBLISHED: _l("published"),
    CallState.FINISHED: _l("finished"),
})


class RevisionState(StrEnum):
    WRITING = "writing"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    DISCARDED = "discarded"


def nothing_is_missing(revision: Any) -> object | None:
    found = len(obstacles(revision.body, first=revision.is_first))
    return ngettext("One thing must be mended first.", "%(num)s things must be mended first.", found) if found else None


def it_changes_something(revision: Any) -> object | None:
    return _("Nothing has been changed yet.") if revision.body == revision.former and not revision.is_first else None


def it_says_why(revision: Any) -> object | None:
    return None if revision.is_first or revision.reason else _("Say why the call is changed; applicants read it.")


def the_announcement_is_to_come(revision: Any) -> object | None:
    """A notice cannot have been up since a day before anyone approved it."""
    if revision.is_first and revision.body["call"]["announced"] < today().isoformat():
        return _("The day of the announcement has passed. Set it to today or later, so that the days of notice are true.")
    return None


def an_open_call_keeps_its_word(revision: Any) -> object | None:
    """Who relied on a date must not lose by it: once open, the opening stays and the deadline only moves back."""
    call, head = revision.call, revision.body["call"]
    if revision.is_first or call.phase == "soon":
        return None
    if head["opens"] != revision.former["call"]["opens"]:
        return _("The call has opened, so the opening cannot be moved any more.")
    if head["closes"] < revision.former["call"]["closes"]:
        return _("The call has opened, so the deadline can only be moved later.")
    return None


REVISION = Lifecycle("revision", RevisionState, [
    Move("write", (RevisionState.WRITING,), None, _l("Save")),
    Move("propose", (RevisionState.WRITING,), RevisionState.PROPOSED, _l("Ask for approval"),
         when=[nothing_is_missing, it_changes_something, the_announcement_is_to_come, an_open_call_keeps_its_word, it_says_why],
         tells=["revision_proposed"]),
    Move("take_back", (RevisionState.PROPOSED,), RevisionState.WRITING, _l("Take it back and go on writing")),
    Move("return", (RevisionState.PROPOSED,), RevisionState.WRITING, _l("Send it back"), tells=["revision_returned"]),
    Move("approve", (RevisionState.PROPOSED,), RevisionState.IN_FORCE, _l("Approve"),
         when=[nothing_is_missing, the_announcement_is_to_come, an_open_call_keeps_its_word], tells=["revision_approved"]),
    Move("discard", (RevisionState.WRITING,), RevisionState.DISCARDED, _l("Discard these changes")),
], labels={
    RevisionState.WRITING: _l("being written"),
    RevisionState.PROPOSED: _l("waits for approval"),
    RevisionState.IN_FORCE: _l("in force"),
    RevisionState.DISCARDED: _l("discarded"),
})


class InquiryState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"


def it_takes_questions(call: Any) -> object | None:
    """Until the deadline; later an answer could help nobody, or only one."""
    return None if call.phase != "closed" else _("The deadline has passed, so no more questions are taken.")


INQUIRY = Lifecycle("inquiry", InquiryState, [
    Move("answer", (InquiryState.ASKED, InquiryState.ANSWERED), InquiryState.ANSWERED, _l("Publish the answer"),
         tells=["question_answered"]),
    Move("decline", (InquiryState.ASKED,), InquiryState.DECLINED, _l("Answer only the asker"), tells=["question_answered"]),
], labels={
    InquiryState.ASKED: _l("waits for an answer"),
    InquiryState.ANSWERED: _l("answered to all"),
    InquiryState.DECLINED: _l("answered to the asker"),
}, counted_in=lambda inquiry: inquiry.call_id)
