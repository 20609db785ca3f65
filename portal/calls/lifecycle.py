"""The life of a call and of a question about it; open or closed is a matter of the clock, not of a state."""

from enum import StrEnum
from typing import Any

from portal.foundation.clock import now
from portal.foundation.i18n import _, _l
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
