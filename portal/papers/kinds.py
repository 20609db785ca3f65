"""Which papers a company keeps; a kind is called as the slot that calls commonly have for it, so that it is offered first."""

from portal.foundation.i18n import _l

AWARD, OTHER = "award", "other"

KINDS: dict[str, object] = {
    "brc": _l("Certificate of business registration"),
    "corp": _l("Corporate register extract"),
    "sme": _l("Small business certificate"),
    "venture": _l("Venture company certificate"),
    "innobiz": _l("Inno-Biz certificate"),
    "inno": _l("Innovation product, NET or NEP certificate"),
    "tax_nat": _l("National tax clearance certificate"),
    "tax_loc": _l("Local tax clearance certificate"),
    "ins4": _l("Social insurance clearance certificate"),
    "fin": _l("Financial statements"),
    "patent": _l("Patent certificate"),
    "test": _l("Test report"),
    "bank": _l("Copy of the bank book"),
    "insurance": _l("Liability insurance policy"),
    OTHER: _l("Another document"),
}

# Kinds that calls take as proof of bonus points, offered first in their slot for it.
PROVES_BONUS = (AWARD, "inno", "innobiz", "venture", "sme")
BONUS_SLOT = "bonus"


def called(kind: str, title: str) -> str:
    """What people call a paper: its own name, or its kind in the reader's language."""
    return title or str(KINDS[kind])


def suits(kind: str, slot: str) -> bool:
    """Whether a paper of this kind is what a slot of this name usually asks for."""
    return kind in (PROVES_BONUS if slot == BONUS_SLOT else (slot,))


def place_in(slot: str, kind: str) -> int:
    """Where a kind stands among what a slot is offered: what suits it first, awards before other proof of a bonus."""
    wanted = PROVES_BONUS if slot == BONUS_SLOT else (slot,)
    return wanted.index(kind) if kind in wanted else len(wanted)
