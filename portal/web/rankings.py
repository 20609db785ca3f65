"""The ranking of a stage for the people of the call: every number, the rule in words, and each sheet behind a mean."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from portal.calls.models import Call
from portal.calls.queries import get_overseen_call
from portal.decisions import queries, rankings, words
from portal.decisions.places import gates_failed_by
from portal.decisions.rankings import RankedLine
from portal.foundation.errors import Missing
from portal.foundation.i18n import _, locale
from portal.foundation.policy import may
from portal.web.filters import points
from portal.web.session import me

pages = Blueprint("rankings", __name__, url_prefix="/manage/calls/<code>/ranking")
POINT = 10_000


@pages.get("/<stage>")
def show(code: str, stage: str) -> str:
    """Everything the ranking was computed from, `?after=` a cursor; reviewers stand here as numbers, not as names."""
    call = get_overseen_call(code, viewer=me())
    page = rankings.ranking_page(call, stage, viewer=me(), after=request.args.get("after", "")[:40])
    return render_template(
        "rankings/show.html", call=call, stage=call.definition.stage(stage), page=page, most=_most(page.lines),
        selection=queries.find_selection(call, stage, viewer=me()), bars=bars_of(call, stage, page.lines),
        ties={line.proposal.id: words.tie_of(line.place, line.tally.rank_key, call.definition, stage) for line in page.lines},
        rule=words.rule_in_words(call.definition, stage),
        runs_it=may(me(), "call.run", call), together=rankings.counts_with_others(call.definition, stage))


@pages.get("/<stage>/<int:proposal_id>")
def sheets(code: str, stage: str, proposal_id: int) -> str:
    """Each confirmed sheet of one proposal, point by point; a manager also reads who wrote it."""
    call = get_overseen_call(code, viewer=me())
    if stage not in {one.key for one in call.definition.stages}:
        raise Missing
    proposal, tally, workings = rankings.get_scored(call, stage, proposal_id, viewer=me())
    names = rankings.names_of(workings) if may(me(), "call.run", call) else {}
    agrees = not rankings.disagrees(call.definition, stage, tally, workings)
    return render_template("rankings/sheets.html", call=call, stage=call.definition.stage(stage), proposal=proposal,
                           tally=tally, workings=workings, names=names, agrees=agrees,
                           rule=words.rule_in_words(call.definition, stage))


def bars_of(call: Call, stage: str, lines: list[RankedLine]) -> list[dict[str, Any]]:
    """The figure that is held against the threshold as a bar, each reviewer's total (with points from facts) as a dot."""
    before = call.definition.scoring.threshold_tested == "before_bonus"
    return [{
        "label": line.proposal.title or line.proposal.number,
        "href": url_for(".sheets", code=call.code, stage=stage, proposal_id=line.proposal.id),
        "value": _tested(line, before) / POINT,
        "text": points(_tested(line, before)),
        "note": _rank_words(line) + " · " + line.proposal.company.name_in(locale()),
        "dots": [(sheet.total_e4 + line.workings.entered_e4) / POINT for sheet in line.workings.sheets],
        "mark": None if line.tally.passed else "out",
    } for line in lines]


def _tested(line: RankedLine, before_bonus: bool) -> int:
    """What was held against the threshold, in ten-thousandths."""
    usual = line.tally.mean_e4 if before_bonus else line.tally.final_e4
    return line.tally.details.get("tested_e4") or usual or 0


def _rank_words(line: RankedLine) -> str:
    if line.place.rank:
        return _("Rank %(n)s", n=line.place.rank)
    return _("did not pass a check") if gates_failed_by(line.tally) else _("below the threshold")


def _most(lines: list[RankedLine]) -> int:
    """The right end of the picture: 100, or more where bonus points lead beyond it."""
    return max([100, *(-(-(line.tally.final_e4 or 0) // POINT) for line in lines)])
