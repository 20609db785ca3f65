"""Answers are saved one by one, each with a version of its own; nothing that somebody else wrote is ever overwritten unseen,
and what can be kept is kept whatever is wrong with the rest."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.calls.answers.drafts import Draft, check_draft_value
from portal.calls.definition import Question
from portal.foundation import transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.proposals.gaps import told
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Answer, Proposal
from portal.proposals.receiving import answers_changed
from portal.proposals.scope import FIELDS, is_in_scope, is_writable, verb_of_writing

KEPT_IN_PART = ("sites", "offers", "consortium", "kpi_table", "data_table", "budget_table")


@dataclass(frozen=True)
class Clashed:
    """One field that moved meanwhile: what is kept now, under which version, and what was to be saved."""

    stored: Any
    mine: Any
    version: int


@dataclass
class Saved:
    """What became of a save, field by field: `versions` of what is kept now, `fresh` what was written, `clashed` what somebody
    else wrote first, `wrong` the messages by path ("kpis.0.name") of what can never be kept."""

    versions: dict[str, int] = field(default_factory=dict)
    fresh: dict[str, Any] = field(default_factory=dict)
    clashed: dict[str, Clashed] = field(default_factory=dict)
    wrong: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether everything that was typed is kept."""
        return not self.clashed and not self.wrong


class Clash(Stale):
    """Somebody else saved these fields first; `fields` by key. The rest of the save is kept."""

    def __init__(self, saved: Saved) -> None:
        super().__init__(_("Someone else changed the same answer meanwhile. Both texts are shown: choose which one to keep."))
        self.saved, self.fields = saved, saved.clashed

    @property
    def stored(self) -> Any:
        """What is kept now, of the first field."""
        return next(iter(self.fields.values())).stored

    @property
    def mine(self) -> Any:
        """What was to be saved, of the first field."""
        return next(iter(self.fields.values())).mine


class Unstorable(Invalid):
    """Some of it can never be kept; the rest of the save is."""

    def __init__(self, saved: Saved) -> None:
        super().__init__(saved.wrong)
        self.saved = saved


class TooLate(Refused):
    """The deadline has passed: what could be kept was kept, and that is all."""

    def __init__(self, reason: object, saved: Saved) -> None:
        words = _("%(reason)s What you typed is kept as a draft, but it is not part of what was received.", reason=reason)
        super().__init__(words if saved.is_whole else _(
            "%(reason)s What you typed is kept as a draft, except where a message stands; it is not part of what was received.",
            reason=reason))
        self.saved = saved


NotWhollySaved = (Clash, Unstorable, TooLate)


def save_answer(proposal: Proposal, key: str, raw: Any, *, seen: int, by: Any) -> Answer:
    """Save one answer; `seen` is the version that was on the screen (0: none yet). Raises as `save_answers`."""
    save_answers(proposal, {key: (raw, seen)}, by=by)
    return db.session.get(Answer, (proposal.id, key), populate_existing=True) or Answer(
        proposal_id=proposal.id, key=key, value=None, version=0)


def save_answers(proposal: Proposal, given: Mapping[str, tuple[Any, int]], *, by: Any) -> dict[str, int]:
    """Save raw values by key, each with the version seen; the versions of all of them after that.

    Raises, before anything is written, Refused when its state or scope does not let it be written, Forbidden and Missing.
    Raises after keeping what can be kept (`transactions.keep`; what became of each field is in `.saved`): TooLate past the
    deadline, else Clash where somebody else was faster, else Unstorable for what can never be kept.
    """
    too_late = _obstacle(proposal, given, by)
    saved = _save(proposal, given, by)
    if saved.fresh:
        answers_changed(proposal, saved.fresh)
    if too_late is None and saved.is_whole:
        return saved.versions
    transactions.keep()
    if too_late is not None:
        raise TooLate(too_late, saved)
    raise Clash(saved) if saved.clashed else Unstorable(saved)


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
    if reason is not None and proposal.phase == "soon":
        raise Refused(reason)
    return reason


def _question(proposal: Proposal, key: str) -> Question:
    try:
        return proposal.call.definition.question(key)
    except KeyError:
        raise Missing from None


def _save(proposal: Proposal, given: Mapping[str, tuple[Any, int]], by: Any) -> Saved:
    """Write what is new, can be kept and was not overtaken."""
    saved = Saved()
    values = _keepable(proposal, given, saved)
    stored = _stored(proposal, values)
    for key, value in values.items():
        known, seen = stored.get(key), given[key][1]
        if known.value == value if known else value == _blank(_question(proposal, key)):
            saved.versions[key] = known.version if known else 0
        elif known and known.version != seen:
            saved.clashed[key] = Clashed(known.value, value, known.version)
        elif _write(proposal.id, key, value, known.version if known else 0, by):
            saved.versions[key] = known.version + 1 if known else 1
            saved.fresh[key] = value
        else:  # another request wrote between our read and our write
            theirs = _stored(proposal, [key])[key]
            saved.clashed[key] = Clashed(theirs.value, value, theirs.version)
    return saved


def _keepable(proposal: Proposal, given: Mapping[str, tuple[Any, int]], saved: Saved) -> dict[str, Any]:
    """The values to write, tidied; what cannot be kept is noted."""
    drafts = {key: (question := _question(proposal, key), check_draft_value(question, raw)) for key, (raw, _v) in given.items()}
    for key, (_question_asked, draft) in drafts.items():
        for problem in draft.problems:
            saved.wrong.setdefault(f"{key}.{problem.path}".rstrip("."), []).append(told(problem))
    return {key: draft.value for key, (question, draft) in drafts.items() if not draft.problems or _has_a_rest(question, draft)}


def _has_a_rest(question: Question, draft: Draft) -> bool:
    """Whether a table lost only some of its cells. Whatever was refused whole leaves what was kept before."""
    in_places = all(problem.path for problem in draft.problems)
    return question.type in KEPT_IN_PART and in_places and draft.value != _blank(question)


def _blank(question: Question) -> Any:
    return check_draft_value(question, None).value


def _stored(proposal: Proposal, keys: Collection[str]) -> dict[str, Any]:
    """What is kept now under these keys, read past the session."""
    kept = select(Answer.key, Answer.value, Answer.version).where(Answer.proposal_id == proposal.id, Answer.key.in_(list(keys)))
    return {row.key: row for row in db.session.execute(kept)} if keys else {}


def _write(proposal_id: int, key: str, value: Any, seen: int, by: Any) -> bool:
    """One guarded statement, false when another request wrote between our read and this."""
    if seen:
        change = update(Answer).where(Answer.proposal_id == proposal_id, Answer.key == key, Answer.version == seen).values(
            value=value, version=seen + 1, updated_at=now(), updated_by_id=by.id)
        done = db.session.execute(change.execution_options(synchronize_session=False))
    else:
        dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
        fresh = dialect.insert(Answer).values(
            proposal_id=proposal_id, key=key, value=value, version=1, updated_at=now(), updated_by_id=by.id)
        done = db.session.execute(fresh.on_conflict_do_nothing().execution_options(preserve_rowcount=True))
    return done.rowcount == 1
