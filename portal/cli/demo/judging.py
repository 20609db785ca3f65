"""How panels come into the story: invited, pledged, given proposals, asked about conflicts, scoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.accounts.models import User
from portal.cli.demo import sheets
from portal.cli.demo.applying import received
from portal.cli.demo.calling import call_of
from portal.cli.demo.cast import PANELS, Reviewer
from portal.cli.demo.people import company_of
from portal.cli.demo.telling import who
from portal.reviews import operations, queries
from portal.reviews.marks import COMMENT, OVERALL, Typed
from portal.reviews.models import PLEDGES, Review
from portal.reviews.queries import Desk
from portal.reviews.sheet import POINTS, REASON

LATER_TURN = 3  # so that nobody writes at the second stage what they wrote at the first


@dataclass(frozen=True)
class Bench:
    """One stage of one call with its panel and the manager who runs it."""

    call: str
    stage: str
    manager: str

    def person(self, reviewer: str) -> User:
        """A member of the panel by their id: R1, R2, ..."""
        return who(self._member(reviewer).person.key)

    def _member(self, reviewer: str) -> Reviewer:
        return next(each for each in PANELS[self.call] if each.id == reviewer)


def panel_is_invited(bench: Bench) -> None:
    """The manager offers the seats: members and substitutes."""
    call, by = call_of(bench.call, bench.manager), who(bench.manager)
    for reviewer in PANELS[bench.call]:
        operations.invite_reviewer(call, bench.stage, {
            "email": reviewer.person.email, "name": reviewer.person.name, "group": reviewer.group, "field": reviewer.field,
            "substitute": reviewer.substitute}, by=by)


def seat_is_taken(bench: Bench, reviewer: str) -> None:
    """Somebody signs every pledge and takes the seat."""
    person = bench.person(reviewer)
    seat = _desk(bench, reviewer).seat
    for pledge in PLEDGES:
        operations.sign_pledge(seat, pledge, by=person)
    operations.accept_seat(seat, by=person)


def proposals_are_handed_over(bench: Bench) -> None:
    """What is eligible goes to the panel of the first stage."""
    operations.hand_to_panel(call_of(bench.call, bench.manager), by=who(bench.manager))


def proposals_are_assigned(bench: Bench) -> None:
    """Every member gets every proposal, except where they stepped down before."""
    operations.assign_balanced(call_of(bench.call, bench.manager), bench.stage, by=who(bench.manager))


def substitute_is_called(bench: Bench, reviewer: str, code: str) -> None:
    """A substitute steps in for somebody who stepped down."""
    operations.call_substitute(received(code, bench.manager), _desk(bench, reviewer).seat, by=who(bench.manager))


def conflict_is_denied(bench: Bench, reviewer: str, code: str) -> None:
    """The conflict question is answered with no."""
    operations.clear_review(_review(bench, reviewer, code), by=bench.person(reviewer))


def reviewer_steps_down(bench: Bench, reviewer: str, code: str, words: str, known_on: date) -> None:
    """The conflict question is answered with yes: advised the company since January of last year."""
    operations.recuse_review(_review(bench, reviewer, code), "adviser", words, known_on, by=bench.person(reviewer))


def sheet_is_written(bench: Bench, reviewer: str, code: str, points: Mapping[str, int], share: float = 1.0) -> None:
    """Points, reasons and comment are saved; with a smaller share only the first criteria are."""
    review = _review(bench, reviewer, code)
    criteria = review.call.definition.stage(bench.stage).for_reviewers
    chosen, place = criteria[:round(len(criteria) * share)], sheets.place_of(reviewer, bench.call)
    turn = place if bench.stage == review.call.definition.first_stage.key else place + LATER_TURN
    typed = {}
    for criterion in chosen:
        typed |= {(POINTS, part.key): Typed(str(points[part.key])) for part in criterion.sub or (criterion,)}
        typed[REASON, criterion.key] = Typed(sheets.reason_for(code, criterion, points, turn))
    if len(chosen) == len(criteria):
        typed[COMMENT, OVERALL] = Typed(sheets.comment_on(code, bench.stage, reviewer, place))
    saved = operations.write_review(review, typed, by=bench.person(reviewer))
    if saved.problems or saved.clashes:
        raise ValueError(f"the sheet of {reviewer} on {code} was refused: {saved.problems or saved.clashes}")


def sheet_is_confirmed(bench: Bench, reviewer: str, code: str) -> None:
    """The reviewer signs the sheet once."""
    operations.confirm_review(_review(bench, reviewer, code), by=bench.person(reviewer))


def golden_sheet_is_given(bench: Bench, reviewer: str, code: str) -> None:
    """The points of the files, word for word, and confirmed."""
    sheet_is_written(bench, reviewer, code, sheets.golden()[code, reviewer]["points"])
    sheet_is_confirmed(bench, reviewer, code)


def sheet_is_given(bench: Bench, reviewer: str, code: str, strength: float, share: float = 1.0) -> None:
    """Points of a given strength; the sheet is confirmed when it is whole."""
    definition = call_of(bench.call, bench.manager).definition
    points = sheets.points_by_strength(definition, bench.stage, strength, sheets.place_of(reviewer, bench.call))
    sheet_is_written(bench, reviewer, code, points, share)
    if share == 1.0:
        sheet_is_confirmed(bench, reviewer, code)


def _desk(bench: Bench, reviewer: str) -> Desk:
    """What lies before a reviewer at this stage of this call."""
    desks = queries.queue_of(viewer=bench.person(reviewer))
    return next(desk for desk in desks if desk.seat.call.code == bench.call and desk.seat.stage_key == bench.stage)


def _review(bench: Bench, reviewer: str, code: str) -> Review:
    desk, company = _desk(bench, reviewer), company_of(code)
    mine = next(each for each in (*desk.to_clear, *desk.to_score) if each.proposal.company_id == company.id)
    return queries.get_own_review(mine.id, viewer=bench.person(reviewer))
