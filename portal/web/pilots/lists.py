"""Lists of pilots: the company's own, those of the programs one runs, those a department hosts."""

from flask import Response, redirect, render_template, request, url_for

from portal.foundation.errors import Missing
from portal.pilots import queries
from portal.pilots.lifecycle import PilotState
from portal.web.pilots.doors import CITY, COMPANY, Door, pages
from portal.web.reading import number_in
from portal.web.session import me

STATES = tuple(state.value for state in PilotState)


@pages.get("/apply/pilots")
def index() -> str:
    """The pilots of the reader's companies; `?state=`, `?overdue=1`, `?after=` (number of the last one seen)."""
    return _list("company", COMPANY, "index")


@pages.get("/manage/pilots")
def manage_index() -> str | Response:
    """The pilots of the programs the reader runs; also `?waiting=1`: with a claim that waits for the reader."""
    if not me().ids("program", "manager", "approver"):
        if me().ids("department", "officer"):
            return redirect(url_for(".hosted"))
        raise Missing
    return _list("program", CITY, "manage_index")


@pages.get("/manage/hosted")
def hosted() -> str:
    """The pilots that the reader's departments host."""
    if not me().ids("department", "officer"):
        raise Missing
    return _list("host", CITY, "hosted")


def _list(side: str, door: Door, name: str) -> str:
    state = request.args.get("state", "")
    chosen = {
        "state": state if state in STATES else "",
        "overdue": request.args.get("overdue") == "1",
        "waiting": request.args.get("waiting") == "1" and side != "company",
    }
    after = number_in(request.args.get("after", ""))
    found = queries.pilots_seen(viewer=me(), side=side, after=after, limit=queries.PAGE + 1, **chosen)
    kept = {key: "1" if value is True else value for key, value in chosen.items() if value}
    return render_template(f"pilots/{name}.html", pilots=found[:queries.PAGE], more=len(found) > queries.PAGE, chosen=chosen,
                           kept=kept, states=STATES, door=door, here=f"pilots.{name}", is_first=after is None)
