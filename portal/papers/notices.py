"""The e-mail about a document that expires."""

from datetime import date
from typing import Any

from portal.accounts.queries import Person
from portal.foundation.clock import today
from portal.foundation.i18n import force_locale
from portal.foundation.outbox import Owed
from portal.papers.kinds import called


def paper_expires(paper: Any, day: date, person: Person) -> Owed:
    """To one person of the company: which document, until when; `day` is the one it was due to be told."""
    with force_locale(person.locale):
        name = called(paper.kind, paper.title)
    return Owed(
        f"paper_expires:{paper.id}:{day.isoformat()}:{person.id}", person.email, "paper_expires",
        {"id": paper.id, "company_id": paper.company_id, "name": name, "days": (paper.valid_until - today()).days,
         "until": f"{paper.valid_until:%Y.%m.%d}"}, person.locale)
