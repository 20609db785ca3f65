"""One call for the people who run it: the steps of the work in order, each with its figures and its door."""

from flask import Blueprint, render_template

from portal.calls import queries
from portal.foundation.policy import may
from portal.overview.calldesk import desk_of, incomplete_documents
from portal.proposals.requests import requests_waiting
from portal.proposals.sitings import waiting_and_overdue
from portal.web.calls import spine_of
from portal.web.session import me

pages = Blueprint("calldesk", __name__, url_prefix="/manage/calls")


@pages.get("")
def index() -> str:
    """The calls the reader runs."""
    return render_template("calldesk/index.html", calls=queries.calls_run_by(me()),
                           may_begin=bool(me().ids("program", "manager")))


@pages.get("/<code>")
def show(code: str) -> str:
    """Eligibility, then each stage with panel, ranking and results, then pilots."""
    call = queries.get_overseen_call(code, viewer=me())
    figures, stages = desk_of(call)
    return render_template("calldesk/show.html", call=call, figures=figures, stages=stages, spine=spine_of(call),
                           incomplete=incomplete_documents(call), owners=waiting_and_overdue(call),
                           requested=requests_waiting(call) if call.definition.question_of("offers") else 0,
                           runs_it=may(me(), "call.run", call))
