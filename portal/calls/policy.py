"""Who may do what with a call: anyone reads a published one, its program's people run it."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from portal.accounts.policy import administrator, signed_in
from portal.calls.lifecycle import CallState, InquiryState, RevisionState
from portal.calls.models import Call, Inquiry, Revision
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, the_portal_itself, who


@who(_l("a manager of the call"))
def manager_of_the_call(actor: Any, call: Call) -> bool:
    return actor.has("manager", "program", call.program_id)


@who(_l("an approver of the call"))
def approver_of_the_call(actor: Any, call: Call) -> bool:
    return actor.has("approver", "program", call.program_id)


@who(_l("anyone, once it is published"))
def anyone_once_published(actor: Any, call: Call) -> bool:
    return call.state != CallState.DRAFT


grant("call", {
    "load": administrator | the_portal_itself,
    "create": administrator | the_portal_itself | manager_of_the_call,
    "view": anyone_once_published | manager_of_the_call | approver_of_the_call,
    "run": manager_of_the_call,
    "oversee": manager_of_the_call | approver_of_the_call,
    "publish": approver_of_the_call | the_portal_itself,
    "finish": manager_of_the_call,
    "change_dates": manager_of_the_call | the_portal_itself,
})


@who(_l("a manager of the call"))
def manager_of_its_revision(actor: Any, revision: Revision) -> bool:
    return actor.has("manager", "program", revision.call.program_id)


@who(_l("an approver of the call"))
def approver_of_its_revision(actor: Any, revision: Revision) -> bool:
    return actor.has("approver", "program", revision.call.program_id)


@who(_l("a second person, not the one who asked for approval"))
def not_who_proposed_it(actor: Any, revision: Revision) -> bool:
    return actor.id is not None and actor.id != revision.proposed_by_id


@who(_l("anyone, once it is in force"))
def anyone_once_in_force(actor: Any, revision: Revision) -> bool:
    return revision.state == RevisionState.IN_FORCE


grant("revision", {
    "create": manager_of_its_revision,
    "view": manager_of_its_revision | approver_of_its_revision | anyone_once_in_force,
    "try": manager_of_its_revision | approver_of_its_revision,
    "write": manager_of_its_revision,
    "propose": manager_of_its_revision,
    "take_back": manager_of_its_revision,
    "return": approver_of_its_revision & not_who_proposed_it,
    "approve": approver_of_its_revision & not_who_proposed_it,
    "discard": manager_of_its_revision,
})


@who(_l("who asked"))
def its_asker(actor: Any, inquiry: Inquiry) -> bool:
    return actor.id is not None and actor.id == inquiry.asked_by_id


@who(_l("anyone, once it is answered"))
def anyone_once_answered(actor: Any, inquiry: Inquiry) -> bool:
    return inquiry.state == InquiryState.ANSWERED and inquiry.call.state != CallState.DRAFT


@who(_l("a manager of the call"))
def manager_of_its_call(actor: Any, inquiry: Inquiry) -> bool:
    return actor.has("manager", "program", inquiry.call.program_id)


@who(_l("an approver of the call"))
def approver_of_its_call(actor: Any, inquiry: Inquiry) -> bool:
    return actor.has("approver", "program", inquiry.call.program_id)


@who(_l("of a published call"))
def of_a_published_call(actor: Any, inquiry: Inquiry) -> bool:
    return inquiry.call.state == CallState.PUBLISHED


grant("inquiry", {
    "create": signed_in & of_a_published_call,
    "view": its_asker | anyone_once_answered | manager_of_its_call | approver_of_its_call,
    "answer": manager_of_its_call,
    "decline": manager_of_its_call,
})


def visible_inquiries(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `inquiry.view`; the query must join Inquiry.call."""
    published = and_(Inquiry.state == InquiryState.ANSWERED.value, Call.state != CallState.DRAFT.value)
    return or_(published, overseen_calls(viewer), Inquiry.asked_by_id == viewer.id)


def visible_calls(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `call.view`."""
    mine = viewer.ids("program", "manager", "approver")
    return or_(Call.state != CallState.DRAFT.value, Call.program_id.in_(mine))


def overseen_calls(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `call.oversee`."""
    return Call.program_id.in_(viewer.ids("program", "manager", "approver"))
