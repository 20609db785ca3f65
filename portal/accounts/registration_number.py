"""Business registration numbers, XXX-XX-XXXXX: ten digits, the last one computed from the others."""

from stdnum.exceptions import ValidationError
from stdnum.kr import brn

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def compact(text: str) -> str:
    """The bare characters, without hyphens and spaces."""
    try:
        return str(brn.compact(text))
    except ValidationError:
        return text.strip()


def is_valid(text: str) -> bool:
    """Whether it has ten digits and the right check digit (National Tax Service; python-stdnum checks the shape only).

    Numbers that are never issued (000-…) pass: demonstration companies have such.
    """
    digits = compact(text)
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return False
    return check_digit(digits[:9]) == digits[9]


def check_digit(nine: str) -> str:
    """The tenth digit: weights 1,3,7,1,3,7,1,3,5, plus the tens of the ninth digit's product."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, WEIGHTS, strict=True)) + int(nine[8]) * 5 // 10
    return str((10 - total % 10) % 10)


def written(digits: str) -> str:
    """As people write it: 124-81-00998."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 else digits
