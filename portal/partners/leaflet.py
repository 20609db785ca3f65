"""The partners of one municipality as a leaflet: how they support companies and what is free, Korean first, then English.

It is made of blocks as portal/foundation/printing.py draws them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.foundation.clock import today
from portal.foundation.i18n import LOCALES, _, force_locale, in_locale
from portal.partners.countries import country_name
from portal.partners.kinds import KINDS
from portal.partners.models import Offer, Partner

Block = dict[str, Any]


def leaflet(partners: Sequence[Partner], offers: Mapping[int, Sequence[Offer]]) -> list[Block]:
    """Every partner with its offers, by the partner's id; there must be one."""
    found: list[Block] = []
    for language in LOCALES:
        with force_locale(language):
            found += [{**block, "lang": language} for block in _in_one_language(partners, offers, is_first=not found)]
    return found


def _in_one_language(partners: Sequence[Partner], offers: Mapping[int, Sequence[Offer]], *, is_first: bool) -> Iterator[Block]:
    title = _("Partner organizations of %(city)s", city=in_locale(partners[0].municipality.name))
    yield _block("title", text=title) if is_first else _block("heading", level=1, text=title)
    yield _block("text", text=_("As of %(day)s (Korean time). What is free may change; the portal shows it at any moment.",
                                day=f"{today():%Y.%m.%d}"))
    for partner in partners:
        yield _block("heading", level=1 if is_first else 2, text=f"{in_locale(partner.name)} ({partner.code})")
        yield from _about(partner)
        yield from _what_it_offers(offers[partner.id])


def _about(partner: Partner) -> Iterator[Block]:
    yield _block("text", text=f"{country_name(partner.country)} · {in_locale(partner.strength)}")
    if partner.homepage:
        yield _block("text", text=partner.homepage)
    if in_locale(partner.policy):
        yield _block("text", text=in_locale(partner.policy))


def _what_it_offers(offers: Sequence[Offer]) -> Iterator[Block]:
    if not offers:
        yield _block("note", text=_("It offers nothing at this moment."))
        return
    head = [_("Offer"), _("Kind of offer"), _("Days"), _("Free")]
    yield _block("table", head=head, rows=[[
        in_locale(each.title), str(KINDS.get(each.kind, each.kind)), f"{each.opens_on:%Y.%m.%d} – {each.closes_on:%Y.%m.%d}",
        _("%(left)s of %(slots)s", left=each.left, slots=each.slots)] for each in offers])


def _block(kind: str, **values: Any) -> Block:
    return {"kind": kind, **values}
