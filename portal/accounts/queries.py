"""Who is who: sign-ins, people, companies and invitations, as their viewer may see them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import joinedload, lazyload

from portal.accounts.models import COMPANY_ROLES, Company, Department, Invitation, MailLink, Municipality, Role, SignIn, User
from portal.accounts.policy import visible_companies
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.policy import may
from portal.foundation.tokens import hash_of

PAGE = 30


class Person(NamedTuple):
    """Somebody an e-mail goes to."""

    id: int
    email: str
    locale: str


def find_signed_in(token: str) -> User | None:
    """The person behind a session's token, with their roles, in one statement; None when it ended or ran out."""
    wanted = select(SignIn).where(SignIn.token_hash == hash_of(token), SignIn.ended_at.is_(None), SignIn.expires_at > now())
    person = joinedload(SignIn.user, innerjoin=True).options(joinedload(User.roles))
    sign_in = db.session.scalars(wanted.options(person)).unique().one_or_none()
    if sign_in is None or not sign_in.user.is_active:
        return None
    sign_in.user.sign_in_token = token
    return sign_in.user


def sign_ins_of(user: User) -> list[SignIn]:
    """Where a person is signed in now, newest first."""
    mine = select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None), SignIn.expires_at > now())
    return list(db.session.scalars(mine.order_by(SignIn.created_at.desc(), SignIn.id.desc())))


def get_sign_in(sign_in_id: int, *, viewer: Any) -> SignIn:
    """One of the viewer's own sign-ins. Raises Missing."""
    mine = select(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == viewer.id)
    return db.session.scalars(mine).one_or_none() or _missing()


def find_user_by_email(email: str) -> User | None:
    """The person with this address, confirmed or not, with their roles."""
    return db.session.scalars(select(User).where(User.email == email.strip().lower())).one_or_none()


def get_person(user_id: int, *, viewer: Any) -> User:
    """A person, for an administrator (or oneself). Raises Missing."""
    user = db.session.get(User, user_id)
    return user if user is not None and may(viewer, "user.view", user) else _missing()


def find_link(purpose: str, token: str) -> MailLink | None:
    """A link of this purpose that still works, with its person; None when it was used, ran out, or never was."""
    wanted = select(MailLink).where(
        MailLink.token_hash == hash_of(token), MailLink.purpose == purpose, MailLink.used_at.is_(None),
        MailLink.expires_at > now())
    person = joinedload(MailLink.user, innerjoin=True).options(lazyload(User.roles))
    return db.session.scalars(wanted.options(person)).one_or_none()


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, open or not, with the person who invited."""
    inviter = joinedload(Invitation.invited_by).options(lazyload(User.roles))
    return db.session.scalars(select(Invitation).where(Invitation.token_hash == hash_of(token)).options(inviter)).one_or_none()


def open_invitations_to(on: str, on_id: int) -> list[Invitation]:
    """Who was invited to a thing and has not answered yet, oldest first."""
    waiting = select(Invitation).where(
        Invitation.on == on, Invitation.on_id == on_id, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now())
    return list(db.session.scalars(waiting.order_by(Invitation.created_at, Invitation.id)))


def holders_of(role_names: Iterable[str], on: str, on_id: int) -> list[User]:
    """The active people who hold one of these roles on a thing, by name: for letters."""
    return [user for user, _role in _held(Role.on == on, Role.on_id == on_id, Role.name.in_(list(role_names)))]


def company_contacts(company_id: int) -> list[User]:
    """The active people of a company, owners first: for letters."""
    return [user for user, _role in _held(Role.on == "company", Role.on_id == company_id, Role.name.in_(COMPANY_ROLES))]


def people_by_company(company_ids: set[int]) -> dict[int, list[Person]]:
    """Who acts for these companies and can sign in, each person once per company: for e-mails. One statement."""
    found: dict[int, dict[int, Person]] = defaultdict(dict)
    theirs = select(Role.on_id, User.id, User.email, User.locale).join(User, User.id == Role.user_id).where(
        Role.on == "company", Role.on_id.in_(company_ids), Role.name.in_(COMPANY_ROLES), User.deactivated_at.is_(None))
    for company_id, *person in db.session.execute(theirs.order_by(User.id)):
        found[company_id][person[0]] = Person(*person)
    return {company_id: list(each.values()) for company_id, each in found.items()}


def members_of(company: Company) -> list[tuple[User, Role]]:
    """The people of a company with their role, owners first."""
    return _held(Role.on == "company", Role.on_id == company.id, Role.name.in_(COMPANY_ROLES), all_of_them=True)


def _held(*conditions: ColumnElement[bool], all_of_them: bool = False) -> list[tuple[User, Role]]:
    """People and the role that fits, owners first, each person once, in one statement."""
    wanted: Select[Any] = select(User, Role).join(Role, Role.user_id == User.id).where(*conditions)
    if not all_of_them:
        wanted = wanted.where(User.deactivated_at.is_(None), User.confirmed_at.is_not(None))
    owners_first = case((Role.name == "owner", 0), else_=1)
    rows = db.session.execute(wanted.options(lazyload(User.roles)).order_by(owners_first, User.name, User.id))
    once: dict[int, tuple[User, Role]] = {}
    for user, role in rows:
        once.setdefault(user.id, (user, role))
    return list(once.values())


def companies_of(viewer: Any) -> list[Company]:
    """The companies one acts for, by name."""
    return list(db.session.scalars(select(Company).where(visible_companies(viewer)).order_by(Company.name_ko, Company.id)))


def get_company(company_id: int, *, viewer: Any) -> Company:
    """A company, for its members. Raises Missing."""
    mine = select(Company).where(Company.id == company_id, visible_companies(viewer))
    return db.session.scalars(mine).one_or_none() or _missing()


def find_company_by_number(digits: str) -> Company | None:
    """The company with this registration number (ten digits)."""
    return db.session.scalars(select(Company).where(Company.brn == digits)).one_or_none()


def departments() -> list[Department]:
    """Every department with its municipality, in the order they were added."""
    return list(db.session.scalars(select(Department).options(joinedload(Department.municipality)).order_by(
        Department.municipality_id, Department.id)))


def municipalities_administered(*, viewer: Any) -> list[tuple[Municipality, list[Department]]]:
    """Every municipality with its departments, for an administrator; two statements. Raises Missing for others."""
    if not may(viewer, "municipality.edit", None):
        raise Missing
    units: dict[int, list[Department]] = {}
    for unit in db.session.scalars(select(Department).order_by(Department.id)):
        units.setdefault(unit.municipality_id, []).append(unit)
    cities = db.session.scalars(select(Municipality).order_by(Municipality.code))
    return [(city, units.get(city.id, [])) for city in cities]


def get_municipality(code: str, *, viewer: Any) -> Municipality:
    """One municipality, for an administrator. Raises Missing."""
    city = db.session.scalars(select(Municipality).where(Municipality.code == code)).one_or_none()
    return city if city is not None and may(viewer, "municipality.edit", city) else _missing()


def departments_of(municipality: Municipality) -> list[Department]:
    """The departments of a municipality, in the order they were added."""
    mine = select(Department).where(Department.municipality_id == municipality.id)
    return list(db.session.scalars(mine.order_by(Department.id)))


def municipalities() -> list[Municipality]:
    """Every municipality, in the order they were added."""
    return list(db.session.scalars(select(Municipality).order_by(Municipality.id)))


def find_department(department_id: int) -> Department | None:
    """One department."""
    return db.session.get(Department, department_id)


def people(*, viewer: Any, before: int | None = None, words: str = "", limit: int = PAGE) -> list[User]:
    """People with their roles, the newest first, for an administrator; `before` is the id of the last one seen.

    `words` are looked for in name and address. Raises Missing for others.
    """
    if not may(viewer, "role.give", None):
        raise Missing
    wanted = select(User).order_by(User.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(User.id < before)
    if words:
        sought = f"%{words.lower().replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        wanted = wanted.where(or_(User.email.like(sought, escape="!"), User.name.ilike(sought, escape="!")))
    return list(db.session.scalars(wanted))


def companies_by_id(ids: Iterable[int]) -> dict[int, Company]:
    """Companies by their number, for the names beside roles."""
    return {company.id: company for company in db.session.scalars(select(Company).where(Company.id.in_(list(ids))))}


def _missing() -> Any:
    raise Missing
