"""Companies at an event: the whole list for those who run it, one's own part, and whom else one might invite."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import COMPANY_ROLES, Company
from portal.demand.queries.interests import seen_by_the_city
from portal.demand.queries.pool import search_pool
from portal.events.lifecycle import ON_THE_LIST, EventState, InviteeState
from portal.events.models import Event, Invitee
from portal.events.policy import run_events, visible_invitees
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.programs.models import Program

SHOWN_MOST = 100
OFFERED_MOST = 30
LEAST_WORDS = 2
SOURCES = ("name", "interests", "pool")


@dataclass(frozen=True)
class Candidate:
    """A company that could be invited, and the line that says why it was found."""

    company: Company
    words: str
    field: str


def invitees_of(event: Event) -> list[Invitee]:
    """Every company of an event, by name; at most 300 can be on the list."""
    theirs = select(Invitee).join(Invitee.company).where(Invitee.event_id == event.id)
    return list(db.session.scalars(theirs.options(contains_eager(Invitee.company)).order_by(Company.name_ko, Invitee.id)))


def on_the_list(event: Event) -> list[Invitee]:
    """The companies that were invited, by name: those whose attendance is recorded."""
    return [each for each in invitees_of(event) if each.state in ON_THE_LIST]


def seen_invitees(event: Event, *, viewer: Any) -> list[Invitee]:
    """The companies of an event that the viewer may see, by name: for a host those that come or have a meeting with them."""
    theirs = select(Invitee).join(Invitee.company).where(Invitee.event_id == event.id, visible_invitees(viewer))
    shown = theirs.options(contains_eager(Invitee.company)).order_by(Company.name_ko, Invitee.id)
    return [each for each in db.session.scalars(shown) if each.state in ON_THE_LIST or each.is_late]


def _whole() -> Select[tuple[Invitee]]:
    program = joinedload(Event.program, innerjoin=True).joinedload(Program.municipality, innerjoin=True)
    event = contains_eager(Invitee.event).options(program, selectinload(Event.parties))
    return select(Invitee).join(Invitee.event).options(event, joinedload(Invitee.company, innerjoin=True))


def own_invitees(viewer: Any) -> list[Invitee]:
    """The parts of the viewer's companies in events, the next or newest event first."""
    mine = _whole().where(Invitee.company_id.in_(viewer.ids("company", *COMPANY_ROLES)))
    return list(db.session.scalars(mine.order_by(Event.starts_at.desc(), Invitee.id.desc()).limit(SHOWN_MOST)))


def waiting_for_an_answer(viewer: Any) -> list[Invitee]:
    """The invitations of the viewer's companies to events to come that nobody has answered, the most urgent first."""
    waiting = select(Invitee).join(Invitee.event).where(
        Invitee.company_id.in_(viewer.ids("company", *COMPANY_ROLES)), Invitee.state == InviteeState.INVITED.value,
        Event.state == EventState.ANNOUNCED.value)
    loaded = waiting.options(contains_eager(Invitee.event), joinedload(Invitee.company, innerjoin=True))
    rows = db.session.scalars(loaded.order_by(Event.reply_by, Invitee.id).limit(SHOWN_MOST))
    return [each for each in rows if not each.event.is_over]


def get_own_invitee(invitee_id: int, *, viewer: Any) -> Invitee:
    """The part of one of the viewer's companies. Raises Missing."""
    return _get(Invitee.id == invitee_id, Invitee.company_id.in_(viewer.ids("company", *COMPANY_ROLES)))


def get_run_invitee(invitee_id: int, *, viewer: Any) -> Invitee:
    """A company's part in an event that the viewer runs. Raises Missing."""
    return _get(Invitee.id == invitee_id, run_events(viewer))


def get_seen_invitee(event: Event, number: int, *, viewer: Any) -> Invitee:
    """A company of this event that the viewer may see. Raises Missing."""
    return _get(Invitee.id == number, Invitee.event_id == event.id, visible_invitees(viewer))


def _get(*conditions: Any) -> Invitee:
    found = db.session.scalars(_whole().where(*conditions)).one_or_none()
    if found is None:
        raise Missing
    return found


def find_invitee(event_id: int, company_id: int) -> Invitee | None:
    """A company's part in an event, if it has one."""
    return db.session.scalars(select(Invitee).where(
        Invitee.event_id == event_id, Invitee.company_id == company_id)).one_or_none()


def parts_in(event: Event, *, viewer: Any) -> list[Invitee]:
    """The parts of the viewer's companies in one event."""
    ids = viewer.ids("company", *COMPANY_ROLES)
    if not ids:
        return []
    mine = select(Invitee).where(Invitee.event_id == event.id, Invitee.company_id.in_(ids))
    return list(db.session.scalars(mine.options(joinedload(Invitee.company, innerjoin=True)).order_by(Invitee.id)))


def candidates(event: Event, source: str, words: str, *, viewer: Any) -> list[Candidate]:
    """Companies to choose from that are not on the list yet, each once: by name, from interests that would go to the city,
    or from the standing pool; at most 30."""
    if source == "interests":
        rows = seen_by_the_city(viewer, event.program.municipality_id, 200)
        found = [Candidate(each.company, each.strength, each.field) for each in rows
                 if words.lower() in f"{each.company.name_ko} {each.company.name_en} {each.strength} {each.wish}".lower()]
    elif source == "pool":
        rows = search_pool(viewer, words=words, limit=200)
        found = [Candidate(each.company, each.title, each.field) for each in rows]
    else:
        found = [Candidate(each, each.one_line, each.field) for each in _called(words)]
    known = set(db.session.scalars(select(Invitee.company_id).where(Invitee.event_id == event.id)))
    once: dict[int, Candidate] = {}
    for each in found:
        if each.company.id not in known:
            once.setdefault(each.company.id, each)
    return list(once.values())[:OFFERED_MOST]


def _called(words: str) -> list[Company]:
    """By name or one line; for a manager who knows whom they look for, not to leaf through everybody."""
    if len(words) < LEAST_WORDS:
        return []
    named = or_(*(place.icontains(words, autoescape=True) for place in (Company.name_ko, Company.name_en, Company.one_line)))
    return list(db.session.scalars(select(Company).where(named).order_by(Company.name_ko, Company.id).limit(200)))


def companies_with(ids: list[int]) -> list[Company]:
    """These companies, by id; those that are not there are left out."""
    return list(db.session.scalars(select(Company).where(Company.id.in_(ids)).order_by(Company.id)))


def number_invited(event: Event) -> int:
    """How many companies are on the list of an event, in whatever state."""
    return db.session.scalar(select(func.count()).select_from(Invitee).where(Invitee.event_id == event.id)) or 0
