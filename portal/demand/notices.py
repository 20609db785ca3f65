"""The e-mails about a match: to the company and to the department, with what happens next."""

from collections.abc import Iterator
from typing import Any

from portal.accounts.queries import holders_of
from portal.demand.lifecycle import MATCH
from portal.demand.models import Match
from portal.demand.queries.interests import contacts_of
from portal.foundation.outbox import Owed


@MATCH.notice("match_accepted")
def match_accepted(match: Match, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the company's contact, and to each officer of the department."""
    challenge, interest = match.challenge, match.interest
    told = {"challenge": challenge.title, "challenge_id": challenge.id, "department": challenge.department.name,
            "city": challenge.department.municipality.name, "strength": interest.strength,
            "company": {"ko": interest.company.name_in("ko"), "en": interest.company.name_in("en")}}
    officers = holders_of(("officer",), "department", challenge.department_id)
    person = contacts_of([interest]).get(interest.id)
    if person is not None:
        met = [{"name": each.name, "email": each.email} for each in officers] or [{"name": by.name, "email": by.email}]
        yield Owed(f"company_connected:{match.id}", person.email, "company_connected", {**told, "people": met}, person.locale)
    contact = [{"name": person.name, "email": person.email}] if person is not None else []
    for officer in officers:
        yield Owed(f"department_connected:{match.id}:{officer.id}", officer.email, "department_connected",
                   {**told, "people": contact}, officer.locale)
