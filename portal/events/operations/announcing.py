"""A program's people write an event down, announce it, change it, and call it off."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from portal.events.kinds import KINDS
from portal.events.lifecycle import EVENT, EventState, MeetingState
from portal.events.models import Event, Meeting, Party
from portal.events.notices import event_moved
from portal.events.queries.events import bodies_of, find_draft
from portal.events.queries.meetings import agreed_in, parties_that_met
from portal.events.typed import TypedEvent
from portal.foundation import outbox
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.programs.models import Program

TITLE_MOST, LINE_MOST, TEXT_MOST, REASON_MOST = 120, 200, 3000, 1000
SHORTEST, LONGEST, SLOTS_MOST = 5, 120, 60
WHEN_AND_WHERE = ("starts_at", "ends_at", "place", "link")


def begin_event(program: Program, typed: Mapping[str, Any], *, by: Any) -> Event:
    """Write a new one down (the fields of `write_event`; only the Korean title must be there); begun twice with the same
    title, it is the first one. Raises Invalid."""
    event = Event(program=program, program_id=program.id, state=EventState.WRITING.value)
    require(by, "event.create", event)
    values, parties = _read(event, typed)
    again = find_draft(program.id, values["title"]["ko"])
    if again is not None:
        return again
    for name, value in values.items():
        setattr(event, name, value)
    event.parties = [_party(key) for key in parties]
    db.session.add(event)
    db.session.flush()
    EVENT.begin(event, by=by)
    return event


def write_event(event: Event, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Change `kind, title_*, text_*, place_*, link, starts_at, ends_at, reply_by, slot_minutes, meet_from, meet_until,
    parties`. When its time or place changes after the announcement, the companies get an e-mail, and agreed meetings move
    along with the meeting hours. Raises Invalid, Refused, Stale."""
    EVENT.check(event, "write", by=by)
    values, parties = _read(event, typed)
    changed = {name: value for name, value in values.items() if getattr(event, name) != value}
    later = _how_far(event, values)
    EVENT.move(event, "write", by=by, seen=seen, was={name: getattr(event, name) for name in sorted(changed)})
    for name, value in changed.items():
        setattr(event, name, value)
    flag_modified(event, "kind")  # who takes part stands in other rows: the version grows with it all the same
    event.parties = [*(each for each in event.parties if each.key in parties),
                     *(_party(key) for key in parties if key not in {each.key for each in event.parties})]
    _move_meetings(agreed_in(event), later)
    db.session.flush()
    if event.announced_at is not None and any(name in changed for name in WHEN_AND_WHERE):
        for letter in event_moved(event):
            outbox.owe(letter)


def announce_event(event: Event, *, by: Any, seen: int | None = None) -> None:
    """Show it to everyone. Raises Refused while something is missing, Stale."""
    EVENT.move(event, "announce", by=by, seen=seen)
    event.announced_at = now()


def call_off_event(event: Event, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Call it off for a reason, which the companies get by e-mail and everyone reads. Raises Invalid, Refused, Stale."""
    EVENT.check(event, "call_off", by=by)
    read = TypedEvent({"reason": reason})
    words = read.text("reason", REASON_MOST, required=True)
    read.done()
    EVENT.move(event, "call_off", by=by, seen=seen, note=words)
    event.reason = words


def _read(event: Event, typed: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    read, whole = TypedEvent(typed), event.state == EventState.ANNOUNCED
    values: dict[str, Any] = {
        "kind": read.one_of("kind", KINDS, required=whole),
        "title": {"ko": read.line("title_ko", TITLE_MOST, required=True), "en": read.line("title_en", TITLE_MOST)},
        "text": {"ko": read.text("text_ko", TEXT_MOST, required=whole), "en": read.text("text_en", TEXT_MOST)},
        "place": {"ko": read.line("place_ko", LINE_MOST), "en": read.line("place_en", LINE_MOST)},
        "link": read.web_address("link"), "starts_at": read.instant("starts_at", required=whole),
        "ends_at": read.instant("ends_at", required=whole), "reply_by": read.instant("reply_by", required=whole),
        "slot_minutes": read.number("slot_minutes", SHORTEST, LONGEST),
    }
    for name in ("meet_from", "meet_until"):
        values[name] = read.minute(name, values["starts_at"])
    partners, departments = bodies_of(event.program)
    known = [*(f"partner:{each.id}" for each in partners), *(f"department:{each.id}" for each in departments)]
    kept = [each.key for each in event.parties if each.key not in known]
    parties = read.several_of("parties", [*known, *kept], required=whole)
    _check_order(read, values, whole)
    _check_meetings(read, event, values, parties)
    read.done()
    return values, parties


def _check_order(read: TypedEvent, values: dict[str, Any], whole: bool) -> None:
    starts, ends = values["starts_at"], values["ends_at"]
    if starts and ends and ends <= starts:
        read.wrong("ends_at", _("The end must be after the beginning."))
    if starts and values["reply_by"] and values["reply_by"] > starts:
        read.wrong("reply_by", _("Ask for answers before the event begins."))
    if whole and not read.problems and not values["place"]["ko"] and not values["link"]:
        read.wrong("place_ko", _("Write the place, or the web address of an online event."))
    _check_hours(read, values)


def _check_hours(read: TypedEvent, values: dict[str, Any]) -> None:
    """Meetings have a length and hours on the day of the event, or none of the three."""
    if values["starts_at"] is None:
        if "starts_at" not in read.problems and (read.line("meet_from", 20) or read.line("meet_until", 20)):
            read.wrong("starts_at", _("Write when the event begins: the meeting hours lie on that day."))
        return
    given = [name for name in ("slot_minutes", "meet_from", "meet_until") if values[name]]
    if given and len(given) < 3:
        missing = next(name for name in ("slot_minutes", "meet_from", "meet_until") if not values[name])
        if missing not in read.problems:
            read.wrong(missing, _("For meetings write all three: how long one lasts, from when and until when."))
    elif given and values["meet_until"] <= values["meet_from"]:
        read.wrong("meet_until", _("The end must be after the beginning."))
    elif given and (values["meet_until"] - values["meet_from"]) / timedelta(minutes=values["slot_minutes"]) > SLOTS_MOST:
        read.wrong("slot_minutes", _("That gives more than %(most)s meetings a day. Make them longer.", most=SLOTS_MOST))


def _check_meetings(read: TypedEvent, event: Event, values: dict[str, Any], parties: list[str]) -> None:
    """What is agreed keeps its side and its slot."""
    if event.id is None or read.problems:
        return
    bound = parties_that_met(event)
    if any(each.id in bound and each.key not in parties for each in event.parties):
        read.wrong("parties", _("Someone you left out has meetings here already. Call those off first."))
    if _how_far(event, values) is None:
        read.wrong("meet_from", _("Agreed meetings would have no slot any more. Move the meeting hours along with the event, "
                                  "or call those meetings off first."))


def _how_far(event: Event, values: dict[str, Any]) -> timedelta | None:
    """By how much meetings move: not at all while each keeps a slot, else with the meeting hours; None when that fails."""
    agreed = {each.starts_at for each in agreed_in(event) if each.state == MeetingState.ACCEPTED and each.starts_at}
    slots = set(Event(**{name: values[name] for name in ("slot_minutes", "meet_from", "meet_until")}).slots)
    if agreed <= slots:
        moved = values["meet_from"] and event.meet_from and not agreed
        return values["meet_from"] - event.meet_from if moved else timedelta(0)
    if not (values["meet_from"] and event.meet_from):
        return None
    later: timedelta = values["meet_from"] - event.meet_from
    return later if {at + later for at in agreed} <= slots else None


def _move_meetings(meetings: list[Meeting], later: timedelta | None) -> None:
    """One after another, beginning with the one that moves furthest out, so that no two stand at the same time meanwhile."""
    if not later:
        return
    for meeting in sorted(meetings, key=_begins, reverse=later > timedelta(0)):
        for name in ("starts_at", "ends_at", "wished_at"):
            at: datetime | None = getattr(meeting, name)
            if at is not None:
                setattr(meeting, name, at + later)
        db.session.flush()


def _begins(meeting: Meeting) -> float:
    return meeting.starts_at.timestamp() if meeting.starts_at else 0.0


def _party(key: str) -> Party:
    on, _colon, number = key.partition(":")
    return Party(partner_id=int(number)) if on == "partner" else Party(department_id=int(number))
