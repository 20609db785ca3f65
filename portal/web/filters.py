"""How values are written on every page: Korean time, won, numbers and sizes in the reader's language."""

import re
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import ngettext

from portal.calls.answers.limits import is_link
from portal.calls.answers.partners import ROLES
from portal.foundation import lifecycle
from portal.foundation.clock import in_seoul, now, today
from portal.foundation.i18n import _, in_locale, locale
from portal.partners.countries import country_name
from portal.partners.kinds import KINDS
from portal.web.session import me

DAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
UNITS = (("조", 10**12), ("억", 10**8), ("만", 10**4))


def day(value: date | None) -> str:
    """2026.11.22.(일) or 2026.11.22 (Sun)."""
    if value is None:
        return ""
    name = DAYS[locale()][value.weekday()]
    plain = f"{value.year}.{value.month:02}.{value.day:02}"
    return f"{plain}.({name})" if locale() == "ko" else f"{plain} ({name})"


def kst(value: datetime | None, *, seconds: bool = False) -> str:
    """2026.11.22.(일) 18:00 by Seoul's clock."""
    if value is None:
        return ""
    there = in_seoul(value)
    return f"{day(there.date())} {there:%H:%M:%S}" if seconds else f"{day(there.date())} {there:%H:%M}"


def kst_seconds(value: datetime | None) -> str:
    """The same to the second, for receipts and deadlines."""
    return kst(value, seconds=True)


def in_korean_units(won: int) -> str:
    """20000000 -> 2천만, 136000000 -> 1억 3,600만; exact to ten thousand won, else empty."""
    if won % 10**4 or won <= 0:
        return ""
    parts = []
    for unit, worth in UNITS:
        many, won = divmod(won, worth)
        if many:
            short = f"{many // 1000}천" if many % 1000 == 0 and many < 10000 else f"{many:,}"
            parts.append(f"{short}{unit}")
    return " ".join(parts)


def won(value: int | None) -> str:
    """20,000,000원 (2천만원), or KRW 20,000,000."""
    if value is None:
        return ""
    if locale() == "en":
        return f"KRW {value:,}"
    spoken = in_korean_units(value)
    return f"{value:,}원 ({spoken}원)" if spoken else f"{value:,}원"


def size(value: int) -> str:
    """Bytes as people read them and as limits are written (10^6 to the MB): 1.2 MB, 30 MB."""
    for unit, worth in (("MB", 10**6), ("KB", 10**3)):
        if value >= worth:
            return f"{value / worth:,.1f}".removesuffix(".0") + f" {unit}"
    return f"{value} B"


def left_until(moment: datetime) -> str:
    """"3 hours 12 minutes left", in the reader's words; empty when it is over."""
    seconds = int((moment - now()).total_seconds())
    if seconds < 0:
        return _("closed")
    days, rest = divmod(seconds, 86400)
    hours, minutes = rest // 3600, rest % 3600 // 60
    if days:
        return _("%(days)s left", days=ngettext("%(num)d day %(hours)d h", "%(num)d days %(hours)d h", days, hours=hours))
    if hours:
        return _("%(hours)d h %(minutes)d min left", hours=hours, minutes=minutes)
    return _("%(minutes)d min left", minutes=minutes)


def days_left(value: date) -> str:
    """D-3, D-Day, or D+2 once it is over, by Seoul's calendar."""
    left = (value - today()).days
    return "D-Day" if left == 0 else f"D{-left:+d}"


def points(e4: int | None, places: int = 2) -> str:
    """Ten-thousandths of a point as text, cut to the places shown; never rounded up past what was computed."""
    if e4 is None:
        return "–"
    whole, part = divmod(abs(e4), 10_000)
    text = f"{whole}.{part:04d}"
    return ("-" if e4 < 0 else "") + text[: len(text) - (4 - places)]


def offers(noun: str, subject: object) -> list[lifecycle.Offer]:
    """The moves this reader may make, for the `moves` macro."""
    return lifecycle.LIVES[noun].offers(subject, me())


def state_label(noun: str, state: str) -> object:
    """The official's word for a state."""
    return lifecycle.LIVES[noun].label(state)


def member_roles() -> list[tuple[str, str]]:
    """The roles an organization may have in a proposal, by key."""
    return [(key, _(words)) for key, words in ROLES.items()]


def shown(value: Any) -> Any:
    """What an expression of a template puts on the page: a control character that somebody typed, which no page may hold, is
    seen as the sign for one that cannot be read."""
    if not isinstance(value, str) or UNREADABLE.search(value) is None:
        return value
    return type(value)(UNREADABLE.sub("\ufffd", value))


def init_app(app: Flask) -> None:
    app.jinja_env.finalize = shown
    for name, function in {"day": day, "kst": kst, "kst_seconds": kst_seconds, "won": won, "size": size, "left": left_until,
                           "days_left": days_left, "points": points, "num": lambda n: f"{n:,}", "t": in_locale,
                           "is_link": is_link, "country": country_name,
                           "offer_kind": lambda kind: KINDS.get(kind, kind)}.items():
        app.jinja_env.filters[name] = function
    app.jinja_env.globals.update(offers=offers, state_label=state_label, now=now, today=today, member_roles=member_roles)
    app.jinja_env.add_extension("jinja2.ext.do")
