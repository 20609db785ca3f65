"""The verdicts on a stage's gates, and what they come to."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from portal.calls.definition import Stage
from portal.foundation.db import db
from portal.foundation.i18n import _l
from portal.reviews.models import GateVerdict

PASSED, CONDITIONAL, FAILED = "passed", "conditional", "failed"
VERDICTS = {PASSED: _l("passed"), CONDITIONAL: _l("passed under a condition"), FAILED: _l("did not pass")}


def verdicts_on(proposal_ids: Iterable[int], stage_keys: Iterable[str]) -> dict[tuple[int, str], dict[str, GateVerdict]]:
    """(Proposal id, stage) to its verdicts by gate. One statement."""
    mine = select(GateVerdict).where(
        GateVerdict.proposal_id.in_(list(proposal_ids)), GateVerdict.stage_key.in_(list(stage_keys)))
    found: dict[tuple[int, str], dict[str, GateVerdict]] = {}
    for row in db.session.scalars(mine.order_by(GateVerdict.id)):
        found.setdefault((row.proposal_id, row.stage_key), {})[row.key] = row
    return found


def gates_left(stage: Stage, verdicts: Mapping[str, GateVerdict]) -> int:
    """How many gates nobody has judged yet."""
    return sum(1 for gate in stage.gates or () if gate.key not in verdicts)


def gates_failed(stage: Stage, verdicts: Mapping[str, GateVerdict]) -> list[str]:
    """The gates that were not passed, in the call's order."""
    return [gate.key for gate in stage.gates or () if gate.key in verdicts and verdicts[gate.key].verdict == FAILED]
