"""The manager's first page: what waits for me, how many stand in each stage, the list behind each figure, and its export."""

from flask import Blueprint, Response, redirect, render_template, request, stream_with_context, url_for

from portal.calls.models import Call
from portal.foundation.clock import today
from portal.foundation.errors import Missing
from portal.foundation.i18n import locale
from portal.overview import exports, pipeline
from portal.overview.filters import FUNNEL, PILOT_FUNNEL, Filter, read_filter
from portal.web.session import me

pages = Blueprint("pipeline", __name__, url_prefix="/manage")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def overseen() -> list[Call]:
    """The reader's calls; 404 for those who run none."""
    if not me().ids("program", "manager", "approver"):
        raise Missing
    return pipeline.calls_overseen(me())


@pages.get("")
def index() -> str | Response:
    """The pipeline; officers of a department, who run no program, find the pilots they host."""
    if not me().ids("program", "manager", "approver") and me().ids("department", "officer"):
        return redirect(url_for("pilots.hosted"))
    calls, chosen = overseen(), read_filter(request.args)
    shown = chosen.calls_in(calls)
    read = pipeline.pilots_page if chosen.kind == "pilots" else pipeline.proposals_page
    rows, more = read(shown, chosen)
    return render_template(
        "pipeline/index.html", calls=calls, chosen=chosen, rows=rows, more=more, figures=pipeline.figures(shown),
        funnel=PILOT_FUNNEL if chosen.kind == "pilots" else FUNNEL, overdue=pipeline.overdue_milestones(shown),
        selections=pipeline.selections_waiting(me()), categories=_categories(shown), label=exports.category_label)


def _categories(calls: list[Call]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for call in calls:
        for question in call.definition.questions:
            if question.key == "category":
                found.update({choice.key: choice.label.in_(locale()) for choice in question.choices or ()})
    return sorted(found.items())


def _export(chosen: Filter) -> tuple[list[str], object]:
    shown = chosen.calls_in(overseen())
    return exports.headings(chosen.kind), exports.rows(shown, chosen)


@pages.get("/pipeline.csv")
def as_csv() -> Response:
    """What the filter finds, all of it, as CSV."""
    chosen = read_filter(request.args)
    head, body = _export(chosen)
    answer = Response(stream_with_context(exports.as_csv(head, body)), mimetype="text/csv")
    return _named(answer, chosen, "csv")


@pages.get("/pipeline.xlsx")
def as_xlsx() -> Response:
    """What the filter finds, all of it, as a workbook."""
    chosen = read_filter(request.args)
    head, body = _export(chosen)
    return _named(Response(exports.as_xlsx(head, body), mimetype=XLSX), chosen, "xlsx")


def _named(answer: Response, chosen: Filter, ending: str) -> Response:
    answer.headers.set("Content-Disposition", "attachment", filename=f"{chosen.kind}-{today():%Y%m%d}.{ending}")
    return answer
