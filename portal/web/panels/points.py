"""Points the operator enters from facts: one table for a whole stage, saved at once, told back where it cannot be kept."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.calls.definition import Criterion
from portal.calls.models import Call
from portal.foundation import transactions
from portal.foundation.errors import Invalid, Missing, Problem, Refused, Stale
from portal.foundation.i18n import _, locale, ngettext
from portal.proposals.models import Proposal
from portal.reviews import operations, queries
from portal.reviews.operations import Entry
from portal.reviews.scoring import least_of
from portal.reviews.sheet import bands_of, plain, rule_of
from portal.web.panels import pages
from portal.web.reading import number_in
from portal.web.session import me

HERE = "/calls/<code>/panels/<stage>/points"
PAGE = 30
Answer = Response | str | tuple[str, int]
Errors = dict[str, list[object]]


@pages.get(HERE)
def points(code: str, stage: str) -> str:
    """The table; `?after=` the id of the last proposal of the page before."""
    return _table(code, stage)


@pages.post(HERE)
def enter(code: str, stage: str) -> Answer:
    """Save everything that was typed, or nothing."""
    call, _asked = _call_of(code, stage)
    try:
        n = operations.enter_points(call, stage, _typed(), by=me())
    except Invalid as invalid:
        return _again(code, stage, invalid, invalid.fields)
    except (Refused, Stale) as refusal:
        return _again(code, stage, refusal, {})
    flash(ngettext("%(num)s entry was saved.", "%(num)s entries were saved.", n) if n else _("Nothing was changed."))
    return redirect(url_for(".points", code=code, stage=stage, after=request.args.get("after")))


def _call_of(code: str, stage: str) -> tuple[Call, tuple[Criterion, ...]]:
    """The call and what is entered there; a stage without such criteria has no such page."""
    call, asked = queries.get_call_to_judge(code, stage, viewer=me())
    if not asked.for_operator:
        raise Missing
    return call, asked.for_operator


def _typed() -> dict[tuple[int, str], Entry]:
    """Every line of the form by proposal and criterion; anything else is ignored."""
    found = {}
    for name, value in request.form.items():
        kind, _dash, rest = name.partition("-")
        number, _dash, key = rest.partition("-")
        proposal_id = number_in(number)
        if kind == "points" and proposal_id is not None:
            found[proposal_id, key] = Entry(value, request.form.get(f"facts-{rest}", ""), request.form.get(f"seen-{rest}", ""))
    return found


def _again(code: str, stage: str, problem: Problem, errors: Errors) -> Answer:
    transactions.rollback()
    return _table(code, stage, errors=errors, trouble=None if errors else problem), problem.status


def _table(code: str, stage: str, *, errors: Errors | None = None, trouble: Problem | None = None) -> str:
    call, criteria = _call_of(code, stage)
    after = number_in(request.args.get("after", "")) or 0
    rows = queries.proposals_to_enter(call, stage, viewer=me(), after=after, limit=PAGE + 1)
    kept = queries.entered_points(rows[:PAGE], stage)
    rule, here, typed = rule_of(call.definition), {"code": code, "stage": stage}, bool(errors or trouble)
    fields = {(proposal.id, criterion.key): _field(proposal, criterion, kept, typed=typed, stale=bool(trouble))
              for proposal in rows[:PAGE] for criterion in criteria}
    return render_template(
        "panels/points.html", call=call, stage=call.definition.stage(stage), rows=rows[:PAGE], after=after, trouble=trouble,
        fields=fields, errors=errors or {}, missing=sum(not field["is_kept"] for field in fields.values()),
        criteria=[(criterion, plain(least_of(criterion, rule)), bands_of(criterion, rule)) for criterion in criteria],
        summary=[(name, messages[0], _label_of(name, rows, criteria)) for name, messages in (errors or {}).items()],
        following=url_for(".points", **here, after=rows[PAGE - 1].id) if len(rows) > PAGE else None,
        first=url_for(".points", **here) if after else None)


def _field(proposal: Proposal, criterion: Criterion, kept: queries.Entered, *, typed: bool, stale: bool) -> dict[str, object]:
    """One line of the table: as typed where it came back, else as kept."""
    row, name = kept.get((proposal.id, criterion.key)), f"{proposal.id}-{criterion.key}"
    points, facts, token = (row.points, row.facts, row.token) if row else ("", "", "")
    kept, token = (points, facts), request.form.get(f"seen-{name}", "") if typed and not stale else token
    if typed and f"points-{name}" in request.form:
        points, facts = request.form[f"points-{name}"], request.form.get(f"facts-{name}", "")
    return {"name": name, "points": points, "facts": facts, "token": token, "is_kept": row is not None,
            "kept": kept if stale and row and kept != (points, facts) else None}


def _label_of(name: str, rows: list[Proposal], criteria: tuple[Criterion, ...]) -> str:
    _kind, _dash, rest = name.partition("-")
    number, _dash, key = rest.partition("-")
    proposal = next((each.number for each in rows if str(each.id) == number), number)
    return f"{proposal} {next((one.label.in_(locale()) for one in criteria if one.key == key), key)}"
