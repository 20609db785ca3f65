"""Events and meetings as a calendar file (iCalendar, RFC 5545) that any calendar program can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

MIME = "text/calendar"
FOLDED_AT = 73


@dataclass(frozen=True)
class Entry:
    """One entry: `uid` names it for ever, so that a newer file replaces it; `link` is an address on the web or ""."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    link: str
    changed: int
    called_off: bool = False


def as_calendar(entries: Iterable[Entry], moment: datetime) -> str:
    """The text of the file; `moment` says when it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pilot Portal//Matching events//KO", "METHOD:PUBLISH"]
    for each in entries:
        lines += [
            "BEGIN:VEVENT", f"UID:{each.uid}", f"DTSTAMP:{_instant(moment)}", f"SEQUENCE:{each.changed}",
            f"DTSTART:{_instant(each.starts_at)}", f"DTEND:{_instant(each.ends_at)}", f"SUMMARY:{_text(each.title)}",
            *([f"LOCATION:{_text(each.place)}"] if each.place else []), *([f"URL:{each.link}"] if each.link else []),
            f"STATUS:{'CANCELLED' if each.called_off else 'CONFIRMED'}", "END:VEVENT"]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in [_folded(line)])


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(plain, escaped)
    return words


def _folded(line: str) -> str:
    """At most 75 bytes a line, never inside a character."""
    pieces, piece, length = [], "", 0
    for character in line:
        size = len(character.encode())
        if length + size > FOLDED_AT:
            pieces.append(piece)
            piece, length = " ", 1
        piece, length = piece + character, length + size
    return "\r\n".join([*pieces, piece])
