"""The operator's checks of a stage, proposal by proposal: passed, passed under a condition, or failed with a reason."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.calls.definition import Stage
from portal.calls.models import Call
from portal.foundation import transactions
from portal.foundation.errors import Invalid, Missing, Problem, Refused, Stale
from portal.foundation.i18n import _
from portal.reviews import operations, queries
from portal.reviews.gating import VERDICTS, gates_left, verdicts_on
from portal.reviews.models import GateVerdict
from portal.web.panels import pages
from portal.web.reading import number_in, seen_version
from portal.web.session import me

HERE = "/calls/<code>/panels/<stage>/gates"
PAGE = 30
Answer = Response | str | tuple[str, int]
Fields = list[dict[str, object]]


@pages.get(HERE)
def gates(code: str, stage: str) -> str:
    """Every proposal of the stage with its checks; `?after=` the id of the last one of the page before."""
    return _page(code, stage)


@pages.post(f"{HERE}/<int:proposal_id>")
def judge(code: str, stage: str, proposal_id: int) -> Answer:
    """Save the checks of one proposal."""
    call, asked = _call_of(code, stage)
    found = queries.proposals_to_enter(call, stage, viewer=me(), only=[proposal_id])
    if not found:
        raise Missing
    typed = {gate.key: (request.form.get(f"verdict-{gate.key}", ""), request.form.get(f"words-{gate.key}", ""))
             for gate in asked.gates or ()}
    try:
        operations.judge_stage_gates(found[0], stage, typed, by=me(), seen=seen_version())
    except (Invalid, Refused, Stale) as problem:
        transactions.rollback()
        return _page(code, stage, at=proposal_id, problem=problem), problem.status
    flash(_("The checks of %(number)s are saved.", number=found[0].number))
    return redirect(url_for(".gates", code=code, stage=stage, after=request.args.get("after")) + f"#gates-{proposal_id}")


def _call_of(code: str, stage: str) -> tuple[Call, Stage]:
    """The call and its stage; a stage without checks has no such page."""
    call, asked = queries.get_call_to_judge(code, stage, viewer=me())
    if not asked.gates:
        raise Missing
    return call, asked


def _page(code: str, stage: str, *, at: int = 0, problem: Problem | None = None) -> str:
    call, asked = _call_of(code, stage)
    after = number_in(request.args.get("after", "")) or 0
    rows = queries.proposals_to_enter(call, stage, viewer=me(), after=after, limit=PAGE + 1)
    shown, here = rows[:PAGE], {"code": code, "stage": stage}
    kept = verdicts_on([proposal.id for proposal in shown], [stage])
    errors = dict(problem.fields) if isinstance(problem, Invalid) else {}
    lines = [(proposal, _fields(asked, kept.get((proposal.id, stage), {}), errors, typed=proposal.id == at))
             for proposal in shown]
    return render_template(
        "panels/gates.html", call=call, stage=asked, lines=lines, verdicts=list(VERDICTS.items()), after=after,
        left=sum(gates_left(asked, kept.get((proposal.id, stage), {})) for proposal in shown),
        trouble=problem if problem and not errors else None,
        summary=[(f"words-{key}-{at}", messages[0]) for key, messages in errors.items()],
        following=url_for(".gates", **here, after=shown[-1].id) if len(rows) > PAGE else None,
        first=url_for(".gates", **here) if after else None)


def _fields(stage: Stage, kept: dict[str, GateVerdict], errors: dict[str, object], *, typed: bool) -> Fields:
    """The checks of one proposal: as typed where they came back, else as kept."""
    found: Fields = []
    for gate in stage.gates or ():
        row = kept.get(gate.key)
        value, words = (row.verdict, row.words) if row else ("", "")
        if typed:
            value, words = request.form.get(f"verdict-{gate.key}", ""), request.form.get(f"words-{gate.key}", "")
        told = errors.get(gate.key) if typed else None
        found.append({"gate": gate, "value": value, "words": words, "error": told[0] if isinstance(told, list) else None})
    return found
