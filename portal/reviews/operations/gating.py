"""The operator's checks of a stage: passed, passed under a condition, or failed with a reason that the company reads."""

from collections.abc import Mapping
from typing import Any

from portal.calls.words import REASON_LEAST, tidied
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.transactions import someone_was_faster, told_kindly
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal
from portal.proposals.receiving import judged
from portal.reviews import tallies
from portal.reviews.gating import PASSED, VERDICTS, verdicts_on
from portal.reviews.models import GateVerdict


def judge_stage_gates(proposal: Proposal, stage_key: str, typed: Mapping[str, tuple[str, str]], *, by: Any,
                      seen: int | None = None) -> None:
    """Keep (verdict, words) for each gate; gates left open ("") stay as they were. Raises Invalid, Missing, Refused, Stale."""
    PROPOSAL.check(proposal, "judge_stage_gates", by=by)
    if proposal.stage_key != stage_key:
        raise Refused(_("This proposal does not stand at this stage any more."))
    if seen is not None and seen != proposal.version:
        raise Stale(someone_was_faster())
    if not set(typed) <= {gate.key for gate in proposal.call.definition.stage(stage_key).gates or ()}:
        raise Missing
    given = _read(typed)
    judged(proposal)
    kept = verdicts_on([proposal.id], [stage_key]).get((proposal.id, stage_key), {})
    for key, (verdict, words) in given.items():
        row = kept.get(key)
        if row is None:
            row = GateVerdict(proposal_id=proposal.id, stage_key=stage_key, key=key)
            db.session.add(row)
        row.verdict, row.words, row.by_id = verdict, words, by.id
    with told_kindly():
        db.session.flush()
    tallies.refresh(proposal, stage_key)
    PROPOSAL.move(proposal, "judge_stage_gates", by=by, stage=stage_key, gates={key: list(each) for key, each in given.items()})


def _read(typed: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    found, wrong = {}, {}
    for key, (verdict, words) in typed.items():
        if not verdict and not words.strip():
            continue
        if verdict not in VERDICTS:
            wrong[key] = [_("Choose whether it passes.")]
            continue
        try:
            found[key] = (verdict, tidied(words, key, least=0 if verdict == PASSED else REASON_LEAST))
        except Invalid as invalid:
            wrong.update(invalid.fields)
    if wrong:
        raise Invalid(wrong)
    return found
