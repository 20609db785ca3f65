"""The check of oneself before the form: yes-or-no questions that tell a company early that it cannot apply, and why."""

from dataclasses import dataclass

from portal.calls.definition.shapes import Key, Many, OneOf, Words, is_a
from portal.calls.definition.texts import Text

YES, NO = ANSWERS = ("yes", "no")
BLOCKS, WARNS = EFFECTS = ("blocks", "warns")


@dataclass(frozen=True)
class SelfCheck:
    """One question. The answer `disqualifies` means that one cannot apply, or only should think twice (`effect`)."""

    key: str = is_a(Key())
    question: Text = is_a(Words())
    disqualifies: str = is_a(OneOf(ANSWERS))
    effect: str = is_a(OneOf(EFFECTS))
    why: Text = is_a(Words())
    advice: Text | None = is_a(Words(), default=None)
    tracks: tuple[str, ...] | None = is_a(Many(Key(), unique="", most=20), default=None)
