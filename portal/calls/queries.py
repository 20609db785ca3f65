"""Calls as their readers may see them: the public ones by phase, the ones a person runs."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from portal.calls.lifecycle import CallState
from portal.calls.models import Call
from portal.calls.policy import overseen_calls, visible_calls
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.programs.models import Program

PHASES = ("open", "soon", "closed")


def _with_its_program() -> Select[tuple[Call]]:
    program = joinedload(Call.program, innerjoin=True)
    return select(Call).options(program.joinedload(Program.municipality), program.joinedload(Program.department))


def get_call(code: str, *, viewer: Any) -> Call:
    """A call with its workflow and program, if this person may see it. Raises Missing."""
    wanted = _with_its_program().where(Call.code == code, visible_calls(viewer)).options(joinedload(Call.edition))
    call = db.session.scalars(wanted).one_or_none()
    if call is None:
        raise Missing
    return call


def get_overseen_call(code: str, *, viewer: Any) -> Call:
    """A call that this person manages or approves for. Raises Missing."""
    wanted = _with_its_program().where(Call.code == code, overseen_calls(viewer)).options(joinedload(Call.edition))
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
