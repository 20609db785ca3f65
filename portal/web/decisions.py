"""The results of a stage, from the suggested outcomes to the release: who decides what, who confirms, what leaves."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from portal.calls.models import Call
from portal.calls.queries import get_overseen_call
from portal.decisions import operations, queries, words
from portal.decisions.lifecycle import OUTCOMES, Outcome
from portal.decisions.models import Decision, Selection
from portal.foundation import transactions
from portal.foundation.errors import Invalid, Missing, Problem, Refused, Stale
from portal.foundation.i18n import _, ngettext
from portal.foundation.policy import may
from portal.web.forms.decisions import CallUpForm, ReasonForm, Typed
from portal.web.reading import seen_version
from portal.web.session import me

pages = Blueprint("decisions", __name__, url_prefix="/manage/calls/<code>/decisions")
PAGE = 50
Answer = Response | Redirect | str
Errors = Mapping[str, Sequence[object]]


@pages.get("")
def index(code: str) -> Answer:
    """To the first stage whose results are not released, else to the last."""
    call = get_overseen_call(code, viewer=me())
    states = queries.states_of(call, viewer=me())
    waiting = [stage.key for stage in call.definition.stages if states.get(stage.key) != "released"]
    return redirect(_address(call, waiting[0] if waiting else call.definition.last_stage.key))


@pages.get("/<stage>")
def show(code: str, stage: str) -> Answer:
    """Where the selection of a stage stands; `?after=` the id of the last decision of the page before."""
    return _page(*_call_of(code, stage))


@pages.post("/<stage>/create")
def create(code: str, stage: str) -> Answer:
    """Begin with what the ranking suggests."""
    call, stage = _call_of(code, stage)
    operations.prepare_selection(call, stage, by=me())
    flash(_("Prepared with what the ranking suggests. Nothing is decided before two people agree."))
    return redirect(_address(call, stage))


@pages.post("/<stage>/refresh")
def refresh(code: str, stage: str) -> Answer:
    """Read the ranking again; with `anew` every outcome is set to what it suggests."""
    anew = "anew" in request.form
    return _act(code, stage, lambda selection, seen: operations.refresh_selection(selection, by=me(), seen=seen, anew=anew),
                _("The ranking was read again."))


@pages.post("/<stage>/decide")
def decide(code: str, stage: str) -> Answer:
    """Save the outcomes, grants and reasons of the rows that were sent; what cannot be taken is kept as typed."""
    call, stage = _call_of(code, stage)
    selection = queries.get_selection(call, stage, viewer=me())
    typed, seen = Typed(request.form), seen_version()
    try:
        if typed.errors:
            raise Invalid(typed.errors)
        operations.decide_outcomes(selection, typed.choices, by=me(), seen=seen)
    except (Invalid, Refused, Stale) as problem:
        return _again(code, stage, problem, typed=typed)
    flash(_("Saved. Companies see nothing of it before the release."))
    return redirect(_address(call, stage, after=request.args.get("after")))


@pages.post("/<stage>/sums")
def sums(code: str, stage: str) -> Answer:
    """What the typed outcomes and grants would add up to; nothing is saved."""
    call, stage = _call_of(code, stage)
    selection = queries.get_selection(call, stage, viewer=me())
    standing = operations.add_up_choices(selection, Typed(request.form).choices, by=me())
    return render_template("decisions/parts/sums.html", standing=standing, selection=selection, call=call)


@pages.post("/<stage>/propose")
def propose(code: str, stage: str) -> Answer:
    """Freeze the figures and hand over to the second person."""
    return _act(code, stage, lambda selection, seen: operations.propose_selection(selection, by=me(), seen=seen),
                _("Proposed. A second person has been written to; the figures are frozen."))


@pages.post("/<stage>/confirm")
def confirm(code: str, stage: str) -> Answer:
    """The second person agrees."""
    return _act(code, stage, lambda selection, seen: operations.confirm_selection(selection, by=me(), seen=seen),
                _("Confirmed. Nothing leaves until somebody releases the results."))


@pages.post("/<stage>/return")
def send_back(code: str, stage: str) -> Answer:
    """Back to the first person, with a reason."""
    form = ReasonForm()
    reason = form.reason.data or ""
    if not form.validate():
        return _again(code, stage, Invalid(form.errors), typed_reason=reason)
    return _act(code, stage, lambda selection, seen: operations.return_selection(selection, reason, by=me(), seen=seen),
                _("Sent back with your reason."), typed_reason=reason)


@pages.get("/<stage>/release")
def before_the_release(code: str, stage: str) -> Answer:
    """What will leave, to whom, and that it cannot be taken back."""
    call, stage = _call_of(code, stage)
    selection = queries.get_selection(call, stage, viewer=me())
    standing = queries.look_at(selection)
    letters = queries.letters_by_outcome(standing)
    return render_template("decisions/release.html", call=call, stage=call.definition.stage(stage), selection=selection,
                           standing=standing, letters=letters, outcomes=OUTCOMES)


@pages.post("/<stage>/release")
def release(code: str, stage: str) -> Answer:
    """Everything at once."""
    return _act(code, stage, lambda selection, seen: operations.release_selection(selection, by=me(), seen=seen), _letters_left)


def _letters_left(number: int) -> str:
    return ngettext("The results are released; %(num)d e-mail is on its way.",
                    "The results are released; %(num)d e-mails are on their way.", number)


@pages.post("/<stage>/<int:decision_id>/give_back")
def give_back(code: str, stage: str, decision_id: int) -> Answer:
    """A selected company gives its place up."""
    form, decision = ReasonForm(), _decision_of(code, stage, decision_id)
    try:
        if not form.validate():
            raise Invalid(form.errors)
        operations.give_back_place(decision, form.reason.data or "", by=me(), seen=form.seen)
    except (Invalid, Refused, Stale) as problem:
        return _again(code, stage, problem, typed_reason=form.reason.data, at=decision_id)
    flash(_("Noted. The next company on the reserve list can be called up."))
    return redirect(url_for(".show", code=code, stage=stage))


@pages.post("/<stage>/<int:decision_id>/call_up")
def call_up(code: str, stage: str, decision_id: int) -> Answer:
    """The first of the reserve list moves into a free place."""
    form, decision = CallUpForm(), _decision_of(code, stage, decision_id)
    try:
        if not form.validate():
            raise Invalid(form.errors)
        operations.call_up(decision, form.reason.data or "", _grant_of(form), by=me(), seen=form.seen)
    except (Invalid, Refused, Stale) as problem:
        return _again(code, stage, problem, typed_reason=form.reason.data, typed_grant=form.grant.data, at=decision_id)
    flash(_("Called up. The company has been written to."))
    return redirect(url_for(".show", code=code, stage=stage))


def _grant_of(form: CallUpForm) -> int | None:
    try:
        return form.grant_won
    except ValueError as wrong:
        raise Invalid({"grant": [str(wrong)]}) from wrong


def _call_of(code: str, stage: str) -> tuple[Call, str]:
    call = get_overseen_call(code, viewer=me())
    if stage not in {one.key for one in call.definition.stages}:
        raise Missing
    return call, stage


def _decision_of(code: str, stage: str, decision_id: int) -> Decision:
    call, stage = _call_of(code, stage)
    decision = queries.get_decision(decision_id, viewer=me())
    if decision.selection.call_id != call.id or decision.selection.stage_key != stage:
        raise Missing
    return decision


def _address(call: Call, stage: str, after: str | None = None) -> str:
    return url_for(".show", code=call.code, stage=stage, after=after or None)


def _act(code: str, stage: str, move: Callable[[Selection, int], Any], done: str | Callable[[Any], str],
         **typed: Any) -> Answer:
    """Make one move of the selection; what stands in its way is said on the page it came from."""
    call, stage = _call_of(code, stage)
    selection = queries.get_selection(call, stage, viewer=me())
    try:
        result = move(selection, seen_version())
    except (Invalid, Refused, Stale) as problem:
        return _again(code, stage, problem, **typed)
    flash(done if isinstance(done, str) else done(result))
    return redirect(_address(call, stage))


def _again(code: str, stage: str, problem: Problem, **typed: Any) -> Answer:
    """The page as it stands now, with what went wrong and everything that was typed."""
    transactions.rollback()
    errors: Errors = problem.fields if isinstance(problem, Invalid) else {"": [problem.words]}
    return make_response(_page(*_call_of(code, stage), errors=errors, **typed), problem.status)


def _page(call: Call, stage: str, *, typed: Typed | None = None, errors: Errors | None = None, **more: Any) -> str:
    selection = queries.find_selection(call, stage, viewer=me())
    standing = queries.look_at(selection) if selection else None
    lines, following = _lines(standing, typed)
    return render_template(
        "decisions/show.html", call=call, stage=call.definition.stage(stage), selection=selection, standing=standing,
        lines=lines, following=following, after=request.args.get("after", "")[:20], outcomes=OUTCOMES,
        typed=typed or Typed({}), errors=errors or {},
        numbers={str(line.decision.id): line.decision.proposal.number for line in lines},
        rule=words.rule_in_words(call.definition, stage), may_decide=may(me(), "call.run", call),
        choices=[(outcome.value, OUTCOMES[outcome]) for outcome in selection.possible_outcomes] if selection else [],
        waiting=None if selection else len(queries.under_review_at(call, stage)), Outcome=Outcome, **more)


def _lines(standing: Any, typed: Typed | None) -> tuple[list[Any], int | None]:
    """The rows of this page and the cursor of the next; after a refusal, the rows that were sent."""
    lines = list(standing.lines) if standing else []
    if typed and typed.rows:
        return [line for line in lines if line.decision.id in typed.rows], None
    after = request.args.get("after", "")
    places = {str(line.decision.id): i for i, line in enumerate(lines, 1)}
    start = places.get(after, 0)
    shown = lines[start:start + PAGE]
    return shown, shown[-1].decision.id if start + PAGE < len(lines) else None
