"""Selections and results as their readers may see them: the people of the call always, a company its own once released."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.models import Role, User
from portal.calls.models import Call
from portal.decisions.lifecycle import SelectionState
from portal.decisions.models import Decision, Selection
from portal.decisions.policy import visible_decisions, visible_selections
from portal.decisions.standing import Standing, standing_of
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.programs.models import Program
from portal.proposals.models import Proposal, Submission
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import Review, Tally

UNDER_REVIEW = "in_review"
UNFINISHED = (ReviewState.ASSIGNED.value, ReviewState.OPEN.value)


def find_selection(call: Call, stage_key: str, *, viewer: Any) -> Selection | None:
    """The selection of a stage with who proposed, confirmed and released it; None while none was begun."""
    people = (joinedload(Selection.proposed_by), joinedload(Selection.confirmed_by), joinedload(Selection.released_by))
    wanted = select(Selection).where(Selection.call_id == call.id, Selection.stage_key == stage_key, visible_selections(viewer))
    return db.session.scalars(wanted.options(*(person.lazyload(User.roles) for person in people))).one_or_none()


def get_selection(call: Call, stage_key: str, *, viewer: Any) -> Selection:
    """The selection of a stage. Raises Missing."""
    selection = find_selection(call, stage_key, viewer=viewer)
    if selection is None:
        raise Missing
    return selection


def states_of(call: Call, *, viewer: Any) -> dict[str, str]:
    """Stage key to the state of its selection, for those that were begun."""
    mine = select(Selection.stage_key, Selection.state).where(Selection.call_id == call.id, visible_selections(viewer))
    return dict(db.session.execute(mine.order_by(Selection.id)).all())  # type: ignore[arg-type]


def look_at(selection: Selection) -> Standing:
    """Add a selection up from its rows and today's tallies (three statements) and keep it as `selection.standing`."""
    whole = select(Decision).where(Decision.selection_id == selection.id).order_by(Decision.id)
    decisions = db.session.scalars(whole.options(joinedload(Decision.proposal).joinedload(Proposal.company))).all()
    unlisted, open_reviews = db.session.execute(select(_unlisted(selection), _open_reviews(selection))).one()
    selection.standing = standing_of(  # type: ignore[assignment]
        decisions, _tallies_of(decisions, selection.stage_key), selection.call.definition, selection.stage_key,
        unlisted=unlisted, open_reviews=open_reviews, frozen=selection.state != SelectionState.DRAFT)
    return selection.standing  # type: ignore[return-value]


def _unlisted(selection: Selection) -> Any:
    listed = select(Decision.proposal_id).where(Decision.selection_id == selection.id)
    return select(func.count(Proposal.id)).where(
        Proposal.call_id == selection.call_id, Proposal.state == UNDER_REVIEW, Proposal.stage_key == selection.stage_key,
        Proposal.id.not_in(listed)).scalar_subquery()


def _open_reviews(selection: Selection) -> Any:
    listed = select(Decision.proposal_id).where(Decision.selection_id == selection.id)
    return select(func.count(Review.id)).where(
        Review.proposal_id.in_(listed), Review.stage_key == selection.stage_key, Review.state.in_(UNFINISHED)).scalar_subquery()


def _tallies_of(decisions: Iterable[Decision], stage_key: str) -> dict[int, Tally]:
    ids = [decision.proposal_id for decision in decisions]
    mine = select(Tally).where(Tally.proposal_id.in_(ids), Tally.stage_key == stage_key).order_by(Tally.id)
    return {tally.proposal_id: tally for tally in db.session.scalars(mine)}


def under_review_at(call: Call, stage_key: str) -> list[Proposal]:
    """The proposals that stand at a stage now, by number."""
    wanted = select(Proposal).where(
        Proposal.call_id == call.id, Proposal.state == UNDER_REVIEW, Proposal.stage_key == stage_key)
    return list(db.session.scalars(wanted.order_by(Proposal.number)))


def requested_grants(call: Call, stage_key: str) -> dict[int, int]:
    """Proposal id to the won its last submission asked for; empty where the form has no budget table."""
    question = call.definition.question_of("budget_table")
    if question is None:
        return {}
    wanted = select(Proposal.id, Submission.answers[question.key]).join(
        Submission, (Submission.proposal_id == Proposal.id) & (Submission.number == Proposal.submission_number))
    mine = wanted.where(Proposal.call_id == call.id, Proposal.state == UNDER_REVIEW, Proposal.stage_key == stage_key)
    return {proposal_id: int(asked["grant"]) for proposal_id, asked in db.session.execute(mine.order_by(Proposal.id))
            if isinstance(asked, dict) and isinstance(asked.get("grant"), int)}


def get_decision(decision_id: int, *, viewer: Any) -> Decision:
    """One decision with its selection, call and proposal, if this person may see it. Raises Missing."""
    decision = db.session.scalars(_seen(viewer).where(Decision.id == decision_id)).one_or_none()
    if decision is None:
        raise Missing
    return decision


def _seen(viewer: Any) -> Any:
    """Decisions this person may see, with everything a result page says about their call and proposal."""
    call = contains_eager(Decision.selection).joinedload(Selection.call)
    company = contains_eager(Decision.proposal).joinedload(Proposal.company)
    return select(Decision).join(Decision.selection).join(Decision.proposal).where(visible_decisions(viewer)).options(
        call.joinedload(Call.edition), call.joinedload(Call.program).joinedload(Program.municipality), company)


def results_of(proposal_id: int, *, viewer: Any) -> list[Decision]:
    """The released results of one proposal, newest stage first, if this person may see them. Raises Missing when none is."""
    mine = _seen(viewer).where(Decision.proposal_id == proposal_id, Selection.state == SelectionState.RELEASED.value)
    found = list(db.session.scalars(mine.order_by(Selection.released_at.desc(), Selection.id.desc())))
    if not found:
        raise Missing
    return found


def result_of(proposal: Proposal, *, viewer: Any) -> Decision | None:
    """The newest released result of a proposal, or None: until the release there is nothing to see."""
    return released_results_of([proposal.id], viewer=viewer).get(proposal.id)


def released_results_of(proposal_ids: Iterable[int], *, viewer: Any) -> dict[int, Decision]:
    """Proposal id to its newest released result, in one statement; proposals without one are absent."""
    released = (Selection.state == SelectionState.RELEASED.value, Decision.proposal_id.in_(list(proposal_ids)))
    chosen = select(Decision).join(Decision.selection).join(Decision.proposal).where(*released, visible_decisions(viewer))
    loaded = chosen.options(contains_eager(Decision.selection), contains_eager(Decision.proposal))
    found = db.session.scalars(loaded.order_by(Selection.released_at, Selection.id))
    return {decision.proposal_id: decision for decision in found}


@dataclass(frozen=True)
class Contact:
    """Someone who is told about a company's proposal."""

    user_id: int
    email: str
    locale: str


def owners_of(company_ids: Iterable[int]) -> dict[int, list[Contact]]:
    """Company id to its active owners, in one statement."""
    wanted = select(Role.on_id, User.id, User.email, User.locale).join(User, User.id == Role.user_id).where(
        Role.on == "company", Role.name == "owner", Role.on_id.in_(sorted(set(company_ids))), User.deactivated_at.is_(None))
    found: dict[int, list[Contact]] = {}
    for company_id, *person in db.session.execute(wanted.order_by(Role.on_id, User.id)):
        found.setdefault(company_id, []).append(Contact(*person))
    return found


def authors_of(proposal_ids: Iterable[int]) -> dict[int, Contact]:
    """Proposal id to the person who filed it, in one statement; deactivated people are absent."""
    wanted = select(Proposal.id, User.id, User.email, User.locale).join(User, User.id == Proposal.owner_id).where(
        Proposal.id.in_(list(proposal_ids)), User.deactivated_at.is_(None))
    return {proposal_id: Contact(*person) for proposal_id, *person in db.session.execute(wanted.order_by(Proposal.id))}


def contacts_of(proposals: Iterable[Proposal]) -> dict[int, list[Contact]]:
    """Proposal id to everyone who is told of its result: who filed it, then the company's owners, each once."""
    proposals = list(proposals)
    authors = authors_of(proposal.id for proposal in proposals)
    owners = owners_of(proposal.company_id for proposal in proposals)
    told: dict[int, list[Contact]] = {}
    for proposal in proposals:
        people = [authors[proposal.id]] if proposal.id in authors else []
        people += owners.get(proposal.company_id, [])
        told[proposal.id] = list({person.user_id: person for person in people}.values())
    return told


def letters_by_outcome(standing: Standing) -> dict[str, tuple[int, int]]:
    """Outcome to how many proposals have it and how many letters will say that its result can be read."""
    told = contacts_of(line.decision.proposal for line in standing.lines)
    found: dict[str, tuple[int, int]] = {}
    for line in standing.lines:
        proposals, letters = found.get(line.decision.outcome, (0, 0))
        found[line.decision.outcome] = (proposals + 1, letters + len(told.get(line.decision.proposal_id, ())))
    return found


def people_of_the_call(call: Call, *names: str) -> list[Contact]:
    """The active people with these roles on the call's program, each once."""
    wanted = select(User.id, User.email, User.locale).join(Role, Role.user_id == User.id).where(
        Role.on == "program", Role.on_id == call.program_id, Role.name.in_(names), User.deactivated_at.is_(None))
    return [Contact(*person) for person in db.session.execute(wanted.distinct().order_by(User.id))]
