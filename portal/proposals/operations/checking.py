"""The manager's desk: eligibility item by item, bonus proof by proof, then eligible or not."""

from collections.abc import Mapping
from typing import Any

from portal.calls.words import tidied
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Missing
from portal.foundation.i18n import _
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import BonusClaim, GateResult, Proposal
from portal.proposals.receiving import judged, not_overtaken

Verdicts = Mapping[str, tuple[bool | None, str]]


def check_gates(proposal: Proposal, results: Verdicts, *, by: Any, seen: int | None = None) -> None:
    """Keep passed (True), failed with a reason (False) or open (None) for each item. Raises Invalid, Refused, Stale."""
    PROPOSAL.check(proposal, "check_gates", by=by)
    not_overtaken(proposal, seen)
    _known(results, {gate.key for gate in proposal.call.definition.gates})
    results = _with_reasons(results)
    judged(proposal)
    rows = {row.key: row for row in proposal.gate_results}
    for key, (passed, reason) in results.items():
        if key in rows:
            row = rows[key]
            if (row.passed, row.reason) != (passed, reason):
                row.passed, row.reason, row.by_id = passed, reason, by.id
        else:
            db.session.add(GateResult(proposal_id=proposal.id, key=key, passed=passed, reason=reason, by_id=by.id))
    PROPOSAL.move(proposal, "check_gates", by=by,
                  failed=sorted(key for key, (passed, _reason) in results.items() if passed is False))
    db.session.flush()
    db.session.expire(proposal, ["gate_results"])


def judge_bonus(proposal: Proposal, verdicts: Verdicts, *, by: Any, seen: int | None = None) -> None:
    """Accept (True), refuse with a reason (False) or leave open (None) each bonus claimed in what was received.
    Raises as `check_gates`."""
    PROPOSAL.check(proposal, "judge_bonus", by=by)
    not_overtaken(proposal, seen)
    _known(verdicts, set(proposal.submission.bonus) if proposal.submission else set())
    verdicts = _with_reasons(verdicts)
    judged(proposal)
    rows = {row.key: row for row in proposal.bonus_claims}
    for key, (accepted, reason) in verdicts.items():
        row = rows.get(key)
        if row is None:
            row = BonusClaim(proposal_id=proposal.id, key=key)
            db.session.add(row)
        row.accepted, row.reason, row.judged_by_id = accepted, reason, by.id
    PROPOSAL.move(proposal, "judge_bonus", by=by,
                  accepted=sorted(key for key, (accepted, _reason) in verdicts.items() if accepted))
    db.session.flush()
    db.session.expire(proposal, ["bonus_claims"])


def pass_eligibility(proposal: Proposal, *, by: Any, seen: int | None = None) -> None:
    """Every item passed: it may go to the panel. Raises Refused, Stale."""
    PROPOSAL.move(proposal, "pass_eligibility", by=by, seen=seen)


def fail_eligibility(proposal: Proposal, *, by: Any, seen: int | None = None) -> None:
    """An item failed: the company is told which and why. Raises Refused, Stale."""
    reasons = "; ".join(f"{row.key}: {row.reason}" for row in proposal.gate_results if row.passed is False)
    PROPOSAL.move(proposal, "fail_eligibility", by=by, seen=seen, note=reasons)


def _known(given: Mapping[str, Any], keys: set[str]) -> None:
    if not set(given) <= keys:
        raise Missing


def _with_reasons(given: Verdicts) -> dict[str, tuple[bool | None, str]]:
    """A no without a reason is none: the company reads it."""
    checked, wrong = {}, {}
    for key, (verdict, reason) in given.items():
        try:
            checked[key] = (verdict, tidied(reason, key))
        except Invalid as invalid:
            wrong.update(invalid.fields)
            continue
        if verdict is False and not checked[key][1]:
            wrong[key] = [_("Say why; the company reads it.")]
    if wrong:
        raise Invalid(wrong)
    return checked
