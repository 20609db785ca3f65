"""The people of a partner organization: invited by e-mail, taken back, removed, by the city."""

from flask import Response, flash, redirect, url_for

from portal.foundation.errors import Missing
from portal.foundation.i18n import _
from portal.partners import operations
from portal.partners.queries.relations import get_person_of
from portal.web.forms.partners import StaffForm
from portal.web.partners.blueprint import Page, pages
from portal.web.partners.desk import AT, Returned, page_of, tended
from portal.web.session import me


@pages.post(f"{AT}/people")
def invite(code: str) -> Page:
    """Invite someone to tend what it offers."""
    partner, form = tended(code), StaffForm()
    with form.telling():
        if form.validate_on_submit():
            operations.invite_to_partner(partner, form.email.data, by=me())
            flash(_("The invitation is on its way."))
            return _back(code)
    return page_of(partner, Returned(staff=form)), 422


@pages.post(f"{AT}/invitations/<int:invitation_id>/withdraw")
def withdraw_invitation(code: str, invitation_id: int) -> Response:
    """Take an invitation back."""
    operations.withdraw_partner_invitation(tended(code), invitation_id, by=me())
    flash(_("The invitation was withdrawn; its link no longer works."))
    return _back(code)


@pages.post(f"{AT}/people/<int:user_id>/remove")
def remove_person(code: str, user_id: int) -> Response:
    """Someone tends it no longer; removed twice is removed once."""
    partner = tended(code)
    try:
        operations.remove_person(partner, get_person_of(partner, user_id), by=me())
    except Missing:
        return _back(code)
    flash(_("They tend the offers of this partner no longer."))
    return _back(code)


def _back(code: str) -> Response:
    return redirect(url_for(".manage", code=code) + "#people")
