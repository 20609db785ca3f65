"""Matches: for each open challenge the companies that may fit, why they are suggested, and what a person decided."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.demand import operations
from portal.demand.lifecycle import MatchState
from portal.demand.models import Challenge, Interest
from portal.demand.policy import works_for_a_city
from portal.demand.queries import matches as queries
from portal.foundation.errors import Invalid, Missing, Refused
from portal.foundation.i18n import _
from portal.web.reading import number_in
from portal.web.session import me

pages = Blueprint("matches", __name__, url_prefix="/manage")
Page = str | Response | tuple[str, int]
PAGE = 20


@pages.get("/matches")
def index() -> str:
    """The open challenges for which the reader may connect companies."""
    if not works_for_a_city(me()):
        raise Missing
    after = number_in(request.args.get("after", "")) or 0
    found = queries.matchable_challenges(me(), after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    return render_template(
        "matches/index.html", challenges=shown, connected=queries.numbers_connected(shown),
        first=url_for(".index") if after else None,
        following=url_for(".index", after=shown[-1].id) if len(found) > PAGE else None)


@pages.get("/challenges/<int:challenge_id>/matches")
def show(challenge_id: int) -> str:
    """What is suggested for one challenge, and what was decided."""
    return _page(queries.get_matchable(challenge_id, viewer=me()))


@pages.post("/challenges/<int:challenge_id>/matches/<int:interest_id>/accept")
def accept(challenge_id: int, interest_id: int) -> Page:
    """Connect the two; both get an e-mail."""
    challenge = queries.get_matchable(challenge_id, viewer=me())
    interest = queries.get_suggested(challenge, interest_id, viewer=me())
    try:
        operations.accept_match(challenge, interest, by=me())
    except Refused as refusal:
        return _page(challenge, refusal=refusal.words), 409
    flash(_("They are connected. Both sides get an e-mail."))
    return redirect(url_for(".show", challenge_id=challenge.id))


@pages.post("/challenges/<int:challenge_id>/matches/<int:interest_id>/decline")
def decline(challenge_id: int, interest_id: int) -> Page:
    """Set the suggestion aside, for a reason."""
    challenge = queries.get_matchable(challenge_id, viewer=me())
    interest = queries.get_suggested(challenge, interest_id, viewer=me())
    try:
        operations.decline_match(challenge, interest, request.form.get("reason", ""), by=me())
    except Invalid as invalid:
        return _page(challenge, open_one=interest, error=invalid.fields["reason"][0]), 422
    except Refused as refusal:
        return _page(challenge, refusal=refusal.words), 409
    flash(_("The suggestion is set aside. The company is not told."))
    return redirect(url_for(".show", challenge_id=challenge.id))


def _page(challenge: Challenge, *, open_one: Interest | None = None, error: object = None, refusal: object = None) -> str:
    decided = [match for match in queries.matches_of(challenge) if match.state != MatchState.LOOKED_AT]
    return render_template(
        "matches/show.html", challenge=challenge, decided=decided, refusal=refusal, error=error, open_one=open_one,
        suggestions=queries.suggestions_for(challenge, decided, viewer=me()), typed=request.form.get("reason", ""),
        tones={"accepted": "success", "declined": "gray"})
