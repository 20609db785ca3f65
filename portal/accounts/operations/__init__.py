"""What is done with accounts, by verb: registering, signing in, passwords, people and roles, companies, invitations, cities."""

from portal.accounts.operations.companies import (
    create_company,
    edit_company,
    invite_to_company,
    leave_company,
    let_only_write,
    let_submit,
    make_owner,
    remove_member,
    withdraw_company_invitation,
)
from portal.accounts.operations.invitations import accept_invitation, invite, invite_administrator, withdraw_invitation
from portal.accounts.operations.municipalities import (
    add_department,
    create_municipality,
    edit_department,
    edit_municipality,
)
from portal.accounts.operations.passwords import ask_for_reset, change_password, reset_password
from portal.accounts.operations.people import (
    choose_locale,
    deactivate_person,
    edit_account,
    give_role,
    reactivate_person,
    take_role,
)
from portal.accounts.operations.registering import add_person, confirm_address, register
from portal.accounts.operations.signing import end_sign_in, sign_in, sign_out
from portal.accounts.operations.sweeping import sweep_stale_secrets

__all__ = [
    "accept_invitation",
    "add_department",
    "add_person",
    "ask_for_reset",
    "change_password",
    "choose_locale",
    "confirm_address",
    "create_company",
    "create_municipality",
    "deactivate_person",
    "edit_account",
    "edit_company",
    "edit_department",
    "edit_municipality",
    "end_sign_in",
    "give_role",
    "invite",
    "invite_administrator",
    "invite_to_company",
    "leave_company",
    "let_only_write",
    "let_submit",
    "make_owner",
    "reactivate_person",
    "register",
    "remove_member",
    "reset_password",
    "sign_in",
    "sign_out",
    "sweep_stale_secrets",
    "take_role",
    "withdraw_company_invitation",
    "withdraw_invitation",
]
