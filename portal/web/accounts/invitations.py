"""An invitation from a letter: who invites to what, and a button for the person with that very address."""

from flask import Response, flash, redirect, render_template, url_for

from portal.accounts import operations, queries
from portal.accounts.models import Invitation
from portal.foundation.errors import Forbidden, Missing
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.web.accounts.blueprint import Page, pages
from portal.web.security import public
from portal.web.session import me

ROOMS = {"company": "/apply", "call": "/review", "program": "/manage", "department": "/manage", "partner": "/partner",
         "portal": "/admin"}


def _found(token: str) -> Invitation:
    invitation = queries.find_invitation(token)
    if invitation is None:
        raise Missing
    return invitation


@pages.get("/invitations/<token>", endpoint="invitation")
@public
def show_invitation(token: str) -> Page:
    """What one is invited to; also before signing in."""
    invitation = _found(token)
    is_theirs = may(me(), "invitation.accept", invitation)
    return render_template("accounts/invitation.html", invitation=invitation, token_of_link=token, is_theirs=is_theirs)


@pages.post("/invitations/<token>")
def accept_invitation(token: str) -> Page | Response:
    """Take the role."""
    invitation = _found(token)
    try:
        operations.accept_invitation(token, by=me())
    except Forbidden:
        return render_template("accounts/invitation.html", invitation=invitation, token_of_link=token, is_theirs=False), 403
    flash(_("You have accepted the invitation."))
    if invitation.on == "company":
        return redirect(url_for("companies.show", company_id=invitation.on_id))
    return redirect(ROOMS[invitation.on])
