"""Exact numbers: points are fractions, published figures are whole ten-thousandths, rounded half-up and only once."""

from decimal import Decimal
from fractions import Fraction
from math import floor

UNIT = 10_000
Number = int | Decimal | Fraction


def exact(value: Number) -> Fraction:
    """A number as a fraction. Floats are refused with TypeError: they are not what the reviewer typed."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise TypeError(f"points must be int, Decimal or Fraction, not {type(value).__name__}")
    return Fraction(value)


def half_up(value: Fraction, places: int) -> Fraction:
    """`value` at so many decimal places; a half goes up (Seoul evaluation rule art. 6(5)), never to even."""
    scale = 10**places
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def score4(value: Fraction) -> int:
    """A figure in ten-thousandths of a point, the fifth decimal rounded half-up: 87 points are 870000."""
    return floor(value * UNIT + Fraction(1, 2))


def text4(scaled: int) -> str:
    """Ten-thousandths with all four places: 850000 is "85.0000"."""
    return _text(scaled, 4)


def text2(scaled: int, places: int = 2) -> str:
    """Ten-thousandths as shown to people, two places unless the rule says otherwise: 699950 is "70.00".

    For display only: whether 69.9950 reaches 70 is decided on the scaled number.
    """
    return _text(floor(half_up(Fraction(scaled, UNIT), places) * 10**places), places)


def _text(scaled: int, places: int) -> str:
    whole, rest = divmod(abs(scaled), 10**places)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{rest:0{places}}" if places else f"{sign}{whole}"
