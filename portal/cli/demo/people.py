"""How people and companies come into the story: staff are appointed, companies register, a colleague is invited."""

from portal.accounts import operations, queries
from portal.accounts.links import token_from
from portal.accounts.models import Company
from portal.cli.demo.cast import MEMBERS, OWNERS, PASSWORD, PROPOSALS, STAFF, Person, Reviewer
from portal.cli.demo.telling import who
from portal.foundation import outbox
from portal.foundation.policy import SYSTEM
from portal.programs.operations import appoint
from portal.programs.queries import find_program


def join(person: Person) -> None:
    """Somebody gets an account whose address needs no proof."""
    operations.add_person({"email": person.email, "name": person.name, "password": PASSWORD, "locale": "ko"}, by=SYSTEM)


def the_administrator_begins() -> None:
    """The first person: made by a command, as on a real machine."""
    join(_staff("admin"))
    operations.give_role(who("admin"), "administrator", "portal", 0, by=SYSTEM)


def staff_of(program_code: str) -> None:
    """The administrator appoints everyone of a program: manager, approver, officers of hosting departments."""
    program = find_program(program_code)
    for person in STAFF:
        code, _colon, department = person.on.partition(":")
        if program is None or code != program_code:
            continue
        join(person)
        if department:
            unit = next(each for each in queries.departments()
                        if each.municipality_id == program.municipality_id and each.name["ko"] == department)
            operations.give_role(who(person.key), person.role, "department", unit.id, by=who("admin"))
        else:
            appoint(program, who(person.key), person.role, by=who("admin"))


def _staff(key: str) -> Person:
    return next(person for person in STAFF if person.key == key)


def reviewers_join(panel: tuple[Reviewer, ...]) -> None:
    """The people of a pool open their accounts."""
    for reviewer in panel:
        join(reviewer.person)


def company_registers(code: str) -> None:
    """The owner of a proposal's company opens an account and registers it."""
    owner, told = OWNERS[code], PROPOSALS[code]
    join(owner)
    company = told["company"]
    operations.create_company({
        "brn": company["brn"], "name_ko": company["name"]["ko"], "name_en": company["name"]["en"],
        "representative": owner.name, "address": company["location"]["ko"], "founded": company["founded"],
        "staff": company["staff"], "one_line": told["one_line"]["ko"]}, by=who(code))


def company_of(code: str) -> Company:
    """The company of a proposal of the story."""
    company = queries.find_company_by_number(PROPOSALS[code]["company"]["brn"].replace("-", ""))
    if company is None:
        raise LookupError(f"the company of {code} has not registered yet")
    return company


def colleague_is_invited(code: str) -> None:
    """The owner sends a colleague the letter with the link."""
    operations.invite_to_company(company_of(code), MEMBERS[code].email, "member", by=who(code))


def colleague_accepts(code: str) -> None:
    """The colleague registers and opens the link of the letter."""
    join(MEMBERS[code])
    letter = outbox.letters_to(MEMBERS[code].email)[-1]
    operations.accept_invitation(token_from(letter.context["seed"]), by=who(MEMBERS[code].key))
