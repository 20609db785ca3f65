"""Answers are saved one by one, each with a version of its own; nothing that somebody else wrote is ever overwritten unseen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.calls.answers.drafts import check_draft_value
from portal.calls.definition import Question
from portal.foundation import transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.proposals.gaps import told
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Answer, BonusClaim, Consent, Proposal
from portal.proposals.receiving import touch
from portal.proposals.scope import FIELDS, is_in_scope, is_writable, verb_of_writing


@dataclass(frozen=True)
class Clashed:
    """One field that moved meanwhile: what is kept now, under which version, and what was to be saved."""

    stored: Any
    mine: Any
    version: int


class Clash(Stale):
    """Somebody else saved these fields first; `fields` by key. Nothing of this save was written."""

    def __init__(self, fields: Mapping[str, Clashed]) -> None:
        super().__init__(_("Someone else changed the same answer meanwhile. Both texts are shown: choose which one to keep."))
        self.fields = fields

    @property
    def stored(self) -> Any:
        """What is kept now, of the first field."""
        return next(iter(self.fields.values())).stored

    @property
    def mine(self) -> Any:
        """What was to be saved, of the first field."""
        return next(iter(self.fields.values())).mine


class TooLate(Refused):
    """The deadline has passed: the text was kept, and that is all."""


def save_answer(proposal: Proposal, key: str, raw: Any, *, seen: int, by: Any) -> Answer:
    """Save one answer; `seen` is the version that was on the screen (0: none yet). Raises as `save_answers`."""
    save_answers(proposal, {key: (raw, seen)}, by=by)
    return db.session.get(Answer, (proposal.id, key), populate_existing=True) or Answer(
        proposal_id=proposal.id, key=key, value=None, version=0)


def save_answers(proposal: Proposal, given: Mapping[str, tuple[Any, int]], *, by: Any) -> dict[str, int]:
    """Save raw values by key, each with the version seen; the versions of all of them after that.

    Raises Invalid (paths like "kpis.0.name") and Clash before anything is written; Refused when it may not be written now.
    After the deadline the text is kept all the same (`transactions.keep`) and Refused says that it was too late.
    """
    too_late = _obstacle(proposal, given, by)
    values = _tidied(proposal, given)
    stored = _stored(proposal, values)
    clashed: dict[str, Clashed] = {}
    versions = {key: row.version for key, row in stored.items()}
    fresh: dict[str, Any] = {}
    for key, value in values.items():
        known, seen = stored.get(key), given[key][1]
        if known.value == value if known else value == _blank(proposal, key):
            versions.setdefault(key, 0)
        elif known and known.version != seen:
            clashed[key] = Clashed(known.value, value, known.version)
        else:
            fresh[key] = value
    if clashed:
        raise Clash(clashed)
    for key, value in fresh.items():
        versions[key] = _write(proposal.id, key, value, versions.get(key, 0), by)
    if too_late is not None:
        transactions.keep()
        words = _("%(reason)s What you typed is kept as a draft, but it is not part of what was received.", reason=too_late)
        raise TooLate(words)
    if fresh:
        touch(proposal, fresh)
    return versions


def obstacle_to_writing(proposal: Proposal, *, by: Any) -> object | None:
    """Why its company cannot write just now, in words; None when it can. Raises Forbidden for everybody else."""
    try:
        PROPOSAL.check(proposal, verb_of_writing(proposal), by=by)
    except Refused as refusal:
        return refusal.words
    return None


def _obstacle(proposal: Proposal, keys: Collection[str], by: Any) -> object | None:
    """Why the clock refuses, None when it does not; raises when the state, the person or the scope does."""
    require(by, f"proposal.{verb_of_writing(proposal)}", proposal)
    if not is_writable(proposal):
        PROPOSAL.check(proposal, verb_of_writing(proposal), by=by)
    for key in keys:
        if not is_in_scope(proposal, FIELDS, key):
            raise Refused(_("Only what the supplement asks for can be changed now."))
    reason = obstacle_to_writing(proposal, by=by)
    if reason is not None and proposal.call.phase == "soon":
        raise Refused(reason)
    return reason


def _question(proposal: Proposal, key: str) -> Question:
    try:
        return proposal.call.definition.question(key)
    except KeyError:
        raise Missing from None


def _blank(proposal: Proposal, key: str) -> Any:
    return check_draft_value(_question(proposal, key), None).value


def _tidied(proposal: Proposal, given: Mapping[str, tuple[Any, int]]) -> dict[str, Any]:
    values, wrong = {}, {}
    for key, (raw, _seen) in given.items():
        draft = check_draft_value(_question(proposal, key), raw)
        values[key] = draft.value
        for problem in draft.problems:
            wrong.setdefault(f"{key}.{problem.path}".rstrip("."), []).append(told(problem))
    if wrong:
        raise Invalid(wrong)
    return values


def _stored(proposal: Proposal, keys: Collection[str]) -> dict[str, Any]:
    """What is kept now under these keys, read past the session."""
    kept = select(Answer.key, Answer.value, Answer.version).where(Answer.proposal_id == proposal.id, Answer.key.in_(list(keys)))
    return {row.key: row for row in db.session.execute(kept)} if keys else {}


def _write(proposal_id: int, key: str, value: Any, seen: int, by: Any) -> int:
    """One guarded statement; the new version. Raises Clash when another request wrote between our read and this."""
    if seen:
        change = update(Answer).where(Answer.proposal_id == proposal_id, Answer.key == key, Answer.version == seen).values(
            value=value, version=seen + 1, updated_at=now(), updated_by_id=by.id)
        done = db.session.execute(change.execution_options(synchronize_session=False))
    else:
        dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
        fresh = dialect.insert(Answer).values(
            proposal_id=proposal_id, key=key, value=value, version=1, updated_at=now(), updated_by_id=by.id)
        done = db.session.execute(fresh.on_conflict_do_nothing().execution_options(preserve_rowcount=True))
    if done.rowcount != 1:
        theirs = db.session.execute(select(Answer.value, Answer.version).where(
            Answer.proposal_id == proposal_id, Answer.key == key)).one()
        raise Clash({key: Clashed(theirs.value, value, theirs.version)})
    return seen + 1


def save_consents(proposal: Proposal, given: Mapping[str, bool], *, by: Any) -> None:
    """Keep each consent given or refused, with the edition of the text that was shown. Raises Refused, Missing."""
    PROPOSAL.check(proposal, "write", by=by)
    known = {consent.key: consent for consent in proposal.consents}
    changed = {}
    for key, agreed in given.items():
        if key not in {consent.key for consent in proposal.call.definition.consents}:
            raise Missing
        edition = proposal.call.edition_number
        row = known.get(key)
        if row is None:
            db.session.add(Consent(proposal_id=proposal.id, key=key, given=agreed, edition_number=edition, by_id=by.id))
        elif (row.given, row.edition_number) != (agreed, edition):
            row.given, row.edition_number, row.by_id, row.at = agreed, edition, by.id, now()
        else:
            continue
        changed[key] = agreed
    if changed:
        touch(proposal)
        PROPOSAL.move(proposal, "write", by=by, consents=changed)
        db.session.flush()
        db.session.expire(proposal, ["consents"])


def claim_bonus(proposal: Proposal, keys: Collection[str], *, by: Any) -> None:
    """Claim these bonuses and no others; they count when a manager accepts the proof. Raises Refused, Missing."""
    PROPOSAL.check(proposal, "write", by=by)
    if not set(keys) <= {bonus.key for bonus in proposal.call.definition.bonus}:
        raise Missing
    claimed = {claim.key: claim for claim in proposal.bonus_claims}
    if set(claimed) == set(keys):
        return
    for key in set(keys) - set(claimed):
        db.session.add(BonusClaim(proposal_id=proposal.id, key=key))
    for key in set(claimed) - set(keys):
        db.session.delete(claimed[key])
    touch(proposal)
    PROPOSAL.move(proposal, "write", by=by, bonus=sorted(keys))
    db.session.flush()
    db.session.expire(proposal, ["bonus_claims"])
