"""A company's file and its people: whoever registers it owns it, owners invite and remove, the last owner stays."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts import roles
from portal.accounts.checks import obstacle_to_parting
from portal.accounts.models import COMPANY_ROLES, Company, Invitation, Role, User
from portal.accounts.offers import offer, take_back
from portal.accounts.queries import find_company_by_number, members_of
from portal.accounts.typed import Typed
from portal.foundation import history
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.transactions import someone_was_faster

OLDEST_YEAR = 1850
MOST_STAFF = 1_000_000


def create_company(typed: Mapping[str, Any], *, by: Any) -> Company:
    """Register a company (`brn` and the fields of `edit_company`); whoever does it becomes its owner. Raises Invalid."""
    require(by, "company.create", None)
    read = Typed(typed)
    brn, new = read.registration_number(), _file(read)
    if not read.problems and find_company_by_number(brn) is not None:
        read.wrong("brn", _already_here())
    read.done()
    company = Company(brn=brn, **new)
    try:
        with db.session.begin_nested():
            db.session.add(company)
    except IntegrityError as clash:
        raise Invalid({"brn": [_already_here()]}) from clash
    history.record(company, "create", by=by)
    if by.id is not None:
        roles.put(by, "owner", "company", company.id, by=by)
    return company


def edit_company(company: Company, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Change the profile: `name_ko, name_en, representative, address, founded (year), staff, field, one_line, homepage`.
    Raises Invalid or Stale."""
    require(by, "company.edit", company)
    read = Typed(typed)
    new = _file(read)
    read.done()
    if seen is not None and seen != company.version:
        raise Stale(someone_was_faster())
    changed = [name for name, value in new.items() if getattr(company, name) != value]
    for name in changed:
        setattr(company, name, new[name])
    if changed:
        history.record(company, "edit", by=by, fields=changed)


def invite_to_company(company: Company, email: str, role: str, *, by: Any) -> None:
    """Send someone an invitation to act for the company as "owner", "member" or "writer". Raises Invalid."""
    require(by, "company.invite", company)
    read = Typed({"email": email})
    address = read.email()
    if role not in COMPANY_ROLES:
        read.wrong("role", _("Choose a role from the list."))
    if any(user.email == address and held.name in (role, "owner") for user, held in members_of(company)):
        read.wrong("email", _("This person is already in the company."))
    read.done()
    label = {"ko": company.name_ko, "en": company.name_in("en")}
    invitation = offer(address, role, "company", company.id, by=by, label=label)
    history.record(company, "invite", by=by, invitation_id=invitation.id, role=role)


def withdraw_company_invitation(company: Company, invitation_id: int, *, by: Any) -> None:
    """Take an invitation back before it is accepted. Raises Missing for one of another company."""
    require(by, "company.invite", company)
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or (invitation.on, invitation.on_id) != ("company", company.id):
        raise Missing
    take_back(invitation)
    history.record(company, "withdraw_invitation", by=by, invitation_id=invitation.id)


def make_owner(company: Company, user: User, *, by: Any) -> None:
    """Let a member own the company too."""
    require(by, "company.make_owner", company)
    _change_role(company, user, "owner", by)


def let_submit(company: Company, user: User, *, by: Any) -> None:
    """Approve that someone who only writes also submits for the company."""
    require(by, "company.let_submit", company)
    _change_role(company, user, "member", by)


def let_only_write(company: Company, user: User, *, by: Any) -> None:
    """Someone writes on but submits no longer. An owner stays one: Refused."""
    require(by, "company.let_only_write", company)
    _change_role(company, user, "writer", by)


def remove_member(company: Company, user: User, *, by: Any) -> None:
    """Someone acts for the company no longer; what they wrote stays. The last owner stays: Refused."""
    require(by, "company.remove_member", company)
    _refuse_strangers(company, user)
    _part(company, user, "remove_member", by)


def leave_company(company: Company, *, by: Any) -> None:
    """Stop acting for a company. The last owner cannot: Refused."""
    require(by, "company.leave", company)
    _part(company, by, "leave", by)


def _change_role(company: Company, user: User, role: str, by: Any) -> None:
    _refuse_strangers(company, user)
    if role != "owner" and user.has("owner", "company", company.id):
        raise Refused(_("This person owns the company."))
    roles.put(user, role, "company", company.id, by=by)
    roles.keep_only(user, role, "company", company.id, by=by)
    flag_modified(company, "brn")


def _part(company: Company, user: User, verb: str, by: Any) -> None:
    owned = select(Role.id).where(Role.on == "company", Role.on_id == company.id, Role.name == "owner")
    obstacle = obstacle_to_parting(company, user, len(list(db.session.scalars(owned))))
    if obstacle:
        raise Refused(obstacle)
    flag_modified(company, "brn")  # its version moves on: of two owners who leave at once only one can
    roles.keep_only(user, None, "company", company.id, by=by)
    history.record(company, verb, by=by, user_id=user.id)


def _refuse_strangers(company: Company, user: User) -> None:
    if company.id not in user.ids("company", *COMPANY_ROLES):
        raise Missing


def _file(read: Typed) -> dict[str, Any]:
    return {
        "name_ko": read.line("name_ko", 100, required=True),
        "name_en": read.line("name_en", 100),
        "representative": read.line("representative", 60, required=True),
        "address": read.line("address", 200),
        "founded": read.number("founded", OLDEST_YEAR, today().year),
        "staff": read.number("staff", 0, MOST_STAFF),
        "one_line": read.line("one_line", 100),
        "field": read.line("field", 60),
        "homepage": read.web_address("homepage"),
    }


def _already_here() -> str:
    return _("This company is already registered here. Ask its owner for an invitation; if you cannot reach them, contact us.")
