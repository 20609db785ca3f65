"""Who judges what: by hand in a table of proposals and reviewers, or shared out evenly after a preview; and undone again."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.foundation.errors import Problem, Refused
from portal.foundation.i18n import _, locale, ngettext
from portal.reviews import operations, queries
from portal.reviews.assigning import Pair
from portal.reviews.lifecycle import ReviewState
from portal.web.panels import pages
from portal.web.reading import number_in
from portal.web.session import me

HERE = "/calls/<code>/panels/<stage>/assignment"
PAGE = 30
MOST_EACH = 100
Answer = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Wish:
    """How it should be shared out: reviewers for each proposal (None: all of them), and the seed of the lots."""

    each: int | None
    seed: int


@pages.get(HERE)
def assignment(code: str, stage: str) -> str:
    """The table; `?after=` the id of the last proposal of the page before."""
    return _table(code, stage)


@pages.post(f"{HERE}/assign")
def assign(code: str, stage: str) -> Answer:
    """Save the ticks: new ones are assigned, ticks taken away from unanswered ones are taken back."""
    call, _stage = queries.get_call_to_judge(code, stage, viewer=me())
    ticked, shown = _pairs("pair"), _pairs("shown")
    try:
        made = operations.assign_pairs(call, stage, ticked - shown, by=me())
        gone = operations.take_back_pairs(call, stage, shown - ticked, by=me())
    except Refused as refused:
        return _table(code, stage, ticked, refused), 409
    flash(_("Saved: %(made)s assigned, %(gone)s taken back.", made=len(made), gone=gone))
    return redirect(url_for(".assignment", code=code, stage=stage, after=request.args.get("after")))


@pages.get(f"{HERE}/balance")
def preview(code: str, stage: str) -> str:
    """What sharing out would give, before anything is saved."""
    call, asked = queries.get_call_to_judge(code, stage, viewer=me())
    wish = _wish()
    plan, board = operations.balanced_plan(call, stage, per_proposal=wish.each, seed=wish.seed, by=me())
    new = {seat.id: sum(1 for _proposal, seat_id in plan.pairs if seat_id == seat.id) for seat in board.seats}
    short = [(proposal, plan.short[proposal.id]) for proposal in board.proposals if proposal.id in plan.short]
    return render_template("panels/preview.html", call=call, stage=asked, plan=plan, board=board, wish=wish, new=new,
                           short=short)


@pages.post(f"{HERE}/balance")
def balance(code: str, stage: str) -> Response:
    """Share out as previewed."""
    call, _stage = queries.get_call_to_judge(code, stage, viewer=me())
    wish = _wish()
    made = operations.assign_balanced(call, stage, per_proposal=wish.each, seed=wish.seed, by=me())
    flash(ngettext("%(num)s review was assigned.", "%(num)s reviews were assigned.", len(made)))
    return redirect(url_for(".show", code=code, stage=stage))


@pages.post(f"{HERE}/undo")
def undo(code: str, stage: str) -> Response:
    """Take back what nobody has answered yet."""
    call, _stage = queries.get_call_to_judge(code, stage, viewer=me())
    n = operations.undo_assignment(call, stage, by=me())
    flash(ngettext("%(num)s assignment was taken back.", "%(num)s assignments were taken back.", n))
    return redirect(url_for(".assignment", code=code, stage=stage))


def _table(code: str, stage: str, ticked: set[Pair] | None = None, trouble: Problem | None = None) -> str:
    call, asked = queries.get_call_to_judge(code, stage, viewer=me())
    after = number_in(request.args.get("after", "")) or 0
    board = queries.board_of(call, stage, viewer=me(), after=after, limit=PAGE + 1)
    more, board.proposals = len(board.proposals) > PAGE, board.proposals[:PAGE]
    unanswered = any(review.state == ReviewState.ASSIGNED for review in board.reviews.values())
    bodies = [(body.label.in_(locale()), [seat.holder for seat in board.seats if asked.body_of(seat.body) == body])
              for body in asked.bodies or ()]
    return render_template("panels/assignment.html", call=call, stage=asked, board=board, after=after, more=more, ticked=ticked,
                           trouble=trouble, unanswered=unanswered, bodies=bodies,
                           columns=[(seat, seat.holder) for seat in board.seats])


def _pairs(name: str) -> set[Pair]:
    """Ticked pairs as "<proposal>-<seat>"; anything else is ignored."""
    found = set()
    for text in request.form.getlist(name):
        proposal_id, _dash, seat_id = text.partition("-")
        pair = (number_in(proposal_id), number_in(seat_id))
        if None not in pair:
            found.add(pair)
    return found  # type: ignore[return-value]


def _wish() -> Wish:
    each = number_in(request.values.get("each", ""))
    return Wish(each if each and each <= MOST_EACH else None, number_in(request.values.get("seed", "")) or 1)
