"""Calls as their readers may see them: the public ones by phase, the ones a person runs."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, defer, joinedload, lazyload

from portal.accounts.models import Role, User
from portal.calls.lifecycle import CallState, InquiryState, RevisionState
from portal.calls.models import Call, CallEdition, Inquiry, Revision, Trial
from portal.calls.policy import overseen_calls, visible_calls, visible_inquiries
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.policy import may
from portal.programs.models import Program

PHASES = ("open", "soon", "closed")


def _with_its_program() -> Select[tuple[Call]]:
    program = joinedload(Call.program, innerjoin=True)
    return select(Call).options(program.joinedload(Program.municipality), program.joinedload(Program.department))


def get_call(code: str, *, viewer: Any) -> Call:
    """A call with its workflow and program, if this person may see it. Raises Missing."""
    return _get(code, visible_calls(viewer))


def get_overseen_call(code: str, *, viewer: Any) -> Call:
    """A call that this person manages or approves for. Raises Missing."""
    return _get(code, overseen_calls(viewer))


def _get(code: str, theirs: ColumnElement[bool]) -> Call:
    wanted = _with_its_program().where(Call.code == code, theirs).options(joinedload(Call.edition))
    call = db.session.scalars(wanted).one_or_none()
    if call is None:
        raise Missing
    return call


def calls_in_phase(phase: str, *, viewer: Any, after: str = "", limit: int = 20) -> list[Call]:
    """Published calls that are "open" (closing soonest first), "soon" (opening soonest first) or "closed" (newest first).

    `after` is the code of the last call of the page before; unknown codes start from the beginning.
    """
    moment = now()
    published = _with_its_program().where(Call.state != CallState.DRAFT.value).options(joinedload(Call.edition))
    chosen = {
        "open": published.where(Call.opens_at <= moment, Call.closes_at >= moment).order_by(Call.closes_at, Call.id),
        "soon": published.where(Call.opens_at > moment).order_by(Call.opens_at, Call.id),
        "closed": published.where(Call.closes_at < moment).order_by(Call.closes_at.desc(), Call.id.desc()),
    }[phase]
    last = db.session.scalars(select(Call).where(Call.code == after)).one_or_none() if after else None
    if last is not None:
        chosen = {
            "open": chosen.where(db.tuple_(Call.closes_at, Call.id) > (last.closes_at, last.id)),
            "soon": chosen.where(db.tuple_(Call.opens_at, Call.id) > (last.opens_at, last.id)),
            "closed": chosen.where(db.tuple_(Call.closes_at, Call.id) < (last.closes_at, last.id)),
        }[phase]
    return list(db.session.scalars(chosen.limit(limit)))


def calls_run_by(viewer: Any) -> list[Call]:
    """The calls of the programs this person manages or approves for, closing latest first; without their workflow."""
    mine = select(Call).join(Call.program).where(overseen_calls(viewer))
    loaded = mine.options(contains_eager(Call.program), defer(Call.last_serial))
    return list(db.session.scalars(loaded.order_by(Call.closes_at.desc(), Call.id.desc())))


def inquiries_of(call: Call, *, viewer: Any, state: str = "", after: int = 0, limit: int = 50) -> list[Inquiry]:
    """The questions about a call that this person may see, newest first; `after` is the id of the last one seen. A reader
    who runs nothing gets the answered ones and their own."""
    seen = select(Inquiry).join(Inquiry.call).where(Inquiry.call_id == call.id, visible_inquiries(viewer))
    if state:
        seen = seen.where(Inquiry.state == state)
    if after:
        seen = seen.where(Inquiry.id < after)
    return list(db.session.scalars(seen.options(contains_eager(Inquiry.call)).order_by(Inquiry.id.desc()).limit(limit)))


def waiting_of(call: Call, user_id: int) -> list[Inquiry]:
    """What one person asked about a call and waits for, oldest first."""
    mine = select(Inquiry).where(Inquiry.call_id == call.id, Inquiry.asked_by_id == user_id,
                                 Inquiry.state == InquiryState.ASKED.value)
    return list(db.session.scalars(mine.order_by(Inquiry.id)))


def get_inquiry_to_answer(inquiry_id: int, *, viewer: Any) -> Inquiry:
    """A question about a call of the viewer's programs, with its call and asker. Raises Missing."""
    whole = select(Inquiry).join(Inquiry.call).where(Inquiry.id == inquiry_id, overseen_calls(viewer))
    call, asker = contains_eager(Inquiry.call).joinedload(Call.program), joinedload(Inquiry.asked_by).lazyload(User.roles)
    inquiry = db.session.scalars(whole.options(call, asker)).one_or_none()
    if inquiry is None:
        raise Missing
    return inquiry


def managers_of(program_id: int) -> list[User]:
    """The active managers of a program."""
    return _people_of(program_id, "manager")


def approvers_of(program_id: int) -> list[User]:
    """The active approvers of a program."""
    return _people_of(program_id, "approver")


def _people_of(program_id: int, role: str) -> list[User]:
    theirs = select(User).join(Role, Role.user_id == User.id).where(
        Role.on == "program", Role.on_id == program_id, Role.name == role, User.deactivated_at.is_(None))
    return list(db.session.scalars(theirs.options(lazyload(User.roles)).distinct().order_by(User.id)))


def live_revision_of(call: Call) -> Revision | None:
    """The change that is being written or waits for approval, if any."""
    live = (RevisionState.WRITING.value, RevisionState.PROPOSED.value)
    wanted = select(Revision).where(Revision.call_id == call.id, Revision.state.in_(live))
    return db.session.scalars(wanted.options(joinedload(Revision.proposed_by).lazyload(User.roles))).one_or_none()


def last_edition_number(call: Call) -> int:
    """The number of the newest edition; 0 is what a call that was never published began from."""
    return db.session.scalar(select(func.max(CallEdition.number)).where(CallEdition.call_id == call.id)) or 0


def revisions_in_force(call: Call, *, viewer: Any) -> list[Revision]:
    """What was changed after the announcement, newest first, for whoever may see the call."""
    if not may(viewer, "call.view", call):
        raise Missing
    done = select(Revision).where(Revision.call_id == call.id, Revision.state == RevisionState.IN_FORCE.value)
    later = done.where(Revision.number > 1).options(joinedload(Revision.approved_by).lazyload(User.roles))
    return list(db.session.scalars(later.order_by(Revision.number.desc())))


def is_code_taken(code: str) -> bool:
    """Whether a call has this number."""
    return db.session.scalar(select(Call.id).where(Call.code == code)) is not None


def trial_of(revision: Revision, *, viewer: Any) -> Trial:
    """What this person tried of a draft; a new, unsaved one when nothing was tried yet."""
    mine = select(Trial).where(Trial.revision_id == revision.id, Trial.user_id == viewer.id)
    return db.session.scalars(mine).one_or_none() or Trial(revision_id=revision.id, user_id=viewer.id, answers={}, marks={})
