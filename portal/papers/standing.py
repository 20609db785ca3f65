"""Whether a paper is still good, by the calendar and nothing else."""

from datetime import date
from enum import StrEnum

SOON_DAYS = 30


class Standing(StrEnum):
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


def standing(valid_until: date | None, on: date) -> Standing:
    """How it stands on a day; its last day still counts, and without a date it does not expire."""
    if valid_until is None:
        return Standing.VALID
    if valid_until < on:
        return Standing.EXPIRED
    return Standing.EXPIRING if (valid_until - on).days <= SOON_DAYS else Standing.VALID
