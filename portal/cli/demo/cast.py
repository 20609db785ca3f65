"""Who plays in the demo story: people, the bodies they act for, and the one password they all share."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PASSWORD = "haetsal-namu-2026!"  # noqa: S105  (printed for everyone by `make run`; only the demo story has it)
GANGNAM, CHEONAN, GYEONGGI = "GN-OI-2026", "CA-HUB-2026-2", "GG-PM-2027"


@dataclass(frozen=True)
class Person:
    """A fictional person; `on` is a program code, `program:department` for an officer, or nothing."""

    key: str
    email: str
    name: str
    role: str = ""
    on: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Reviewer:
    """A person on a panel: the side they speak for, what they know, and whether they only step in."""

    id: str
    person: Person
    group: str
    field: str
    substitute: bool


@lru_cache
def read(name: str) -> Any:
    """One of the JSON files beside this one; nobody changes what comes back."""
    return json.loads((HERE / name).read_text("utf-8"))


def owner_email(proposal_id: str) -> str:
    """The sign-in of the owner of a proposal's company: p01@demo.example."""
    return f"{proposal_id.lower()}@demo.example"


def reviewer_email(reviewer_id: str, city: str = "gangnam") -> str:
    """The sign-in of a reviewer: gangnam.r1@demo.example."""
    return f"{city}.{reviewer_id.lower()}@demo.example"


def _reviewer(row: dict[str, Any], city: str) -> Reviewer:
    name, field = ((row[key]["ko"] if isinstance(row[key], dict) else row[key]) for key in ("name", "field"))
    person = Person(f"{city}.{row['id']}", reviewer_email(row["id"], city), name)
    return Reviewer(row["id"], person, row["group"], field, row["substitute"])


STAFF = tuple(Person(**row) for row in read("cast.json")["staff"])
PARTNER_PEOPLE = tuple(Person(**row["person"], role="staff") for row in read("partners.json") if "person" in row)
OWNERS = {code: Person(code, owner_email(code), name, "owner") for code, name in read("cast.json")["owners"].items()}
MEMBERS = {code: Person(**row, role="member") for code, row in read("cast.json")["members"].items()}
PANELS = {
    GANGNAM: tuple(_reviewer(row, "gangnam") for row in read("reviews.json")["reviewers"]),
    CHEONAN: tuple(_reviewer(row, "cheonan") for row in read("cast.json")["cheonan"]),
}
PEOPLE = {person.key: person for person in (
    *STAFF, *PARTNER_PEOPLE, *OWNERS.values(), *MEMBERS.values(),
    *(reviewer.person for panel in PANELS.values() for reviewer in panel))}
PROPOSALS = {row["id"]: row for row in read("proposals.json")}
SIGN_INS = tuple((row["shown"], row["email"]) for row in (
    *read("cast.json")["sign_ins"],
    *({"shown": person.shown, "email": person.email} for person in (*STAFF, *PARTNER_PEOPLE) if person.shown)))
