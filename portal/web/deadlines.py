"""The deadline of a call and who may still send something later: managers move it for everyone, or for one company."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for

from portal.calls.models import Call
from portal.calls.queries import get_overseen_call
from portal.foundation.clock import KST
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.proposals import operations
from portal.proposals.applicants import extensions_of
from portal.web.session import me

pages = Blueprint("deadlines", __name__, url_prefix="/manage/calls/<code>/deadline")
Page = str | tuple[str, int]


@pages.get("")
def show(code: str) -> str:
    """The deadline now, the two ways to move it, and the later dates that companies were given."""
    return _page(get_overseen_call(code, viewer=me()))


@pages.post("/all")
def extend_all(code: str) -> Page:
    """Later for everyone."""
    call = get_overseen_call(code, viewer=me())
    try:
        operations.extend_for_all(call, _moment("closes_at"), request.form.get("reason", ""), by=me())
    except Invalid as invalid:
        return _page(call, "all", dict(invalid.fields)), 422
    flash(_("The deadline was moved for everyone. Whoever is writing gets an e-mail."))
    return redirect(url_for("deadlines.show", code=code))


@pages.post("/one")
def extend_one(code: str) -> Page:
    """Later for one company."""
    call = get_overseen_call(code, viewer=me())
    try:
        operations.extend_for(call, request.form.get("brn", "")[:40], _moment("until"), request.form.get("reason", ""), by=me())
    except Invalid as invalid:
        return _page(call, "one", dict(invalid.fields)), 422
    flash(_("The company has more time now. Its people get an e-mail."))
    return redirect(url_for("deadlines.show", code=code))


def _moment(name: str) -> datetime | None:
    """What a date-and-time input says, by Seoul's clock; None for anything else."""
    text = request.form.get(name, "")
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=KST)
    except ValueError:
        return None
    return moment if 2020 <= moment.year <= 2040 else None


def _page(call: Call, form: str = "", errors: dict[str, list[object]] | None = None) -> str:
    errors = errors or {}
    return render_template(
        "deadlines/show.html", call=call, given=extensions_of(call, viewer=me()), form=form, errors=errors, typed=request.form,
        summary=[(f"{form}-{name}", messages[0]) for name, messages in errors.items()],
        may_move=may(me(), "call.change_dates", call))
