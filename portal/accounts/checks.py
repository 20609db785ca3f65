"""Reasons why something about people cannot be done just now; pages show them beside a blocked button."""

from portal.accounts.models import Company, User
from portal.foundation.i18n import _


def obstacle_to_parting(company: Company, user: User, owners: int) -> str | None:
    """Why a person cannot leave or be removed, given the company's number of owners; None when they can."""
    if owners <= 1 and user.has("owner", "company", company.id):
        return _("A company always has an owner. Make another member an owner first.")
    return None
