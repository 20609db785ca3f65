"""What a call asks of an applicant: sections of questions, papers to attach, and consents to give or refuse."""

from dataclasses import dataclass

from portal.calls.definition.conditions import JOINS, Condition
from portal.calls.definition.problems import N_
from portal.calls.definition.shapes import Findings, Flag, Key, Line, Many, OneOf, Record, Whole, Words, is_a
from portal.calls.definition.texts import Text

TEXT_TYPES = ("text", "longtext")
TABLE_TYPES = ("sites", "offers", "consortium", "kpi_table", "data_table", "budget_table")
LISTED_TYPES = ("choice", "choices")
LIMITED_TYPES = ("integer", "money", "choices", "sites", "offers")
MOST_RANKED = 10
QUESTION_TYPES = (*TEXT_TYPES, *LISTED_TYPES, "yes_no", "integer", "money", "date", "link", *TABLE_TYPES, "declaration")
SUBMISSION, AFTER_PASS, AGREEMENT = WHEN = ("submission", "after_document_pass", "agreement")


@dataclass(frozen=True)
class Section:
    """A part of the form that is filled in on one page."""

    key: str = is_a(Key())
    label: Text = is_a(Words())


@dataclass(frozen=True)
class Choice:
    """One answer of a choice question; `key` is stored, `label` is shown."""

    key: str = is_a(Key())
    label: Text = is_a(Words())


def _length_fits_the_type(question: "Question") -> Findings:
    if question.type in TEXT_TYPES and question.max_chars is None:
        yield "max_chars", N_("A text question needs a maximum length."), {}
    if question.type not in (*TEXT_TYPES, "declaration") and question.max_chars is not None:
        yield "max_chars", N_("Only text questions and declarations have a maximum length."), {}
    if question.type not in TEXT_TYPES and question.max_words is not None:
        yield "max_words", N_("Only text questions count words."), {}


def _choices_fit_the_type(question: "Question") -> Findings:
    if question.type in LISTED_TYPES and not question.choices:
        yield "choices", N_("A choice question needs its choices."), {}
    if question.type not in LISTED_TYPES and question.choices is not None:
        yield "choices", N_("Only choice questions have choices."), {}


def _limits_fit_the_type(question: "Question") -> Findings:
    given = [name for name in ("min", "max") if getattr(question, name) is not None]
    if given and question.type not in LIMITED_TYPES:
        yield given[0], N_("Only numbers, amounts and lists of answers, sites or offers have limits."), {}
    if question.type == "offers" and max(question.min or 0, question.max or 0) > MOST_RANKED:
        yield given[-1], N_("At most %(most)s offers can be ranked."), {"most": MOST_RANKED}
    if question.min is not None and question.max is not None and question.min > question.max:
        yield "max", N_("The maximum is below the minimum."), {}


@dataclass(frozen=True)
class Question:
    """One question. `max_chars` counts code points after NFC, `max_words` what stands between blanks; `min`/`max` limit a
    number, an amount in won, or how many answers, sites or offers are chosen.

    With `shown_when` it is asked only while these conditions hold: all of them, or one of them if `shown_join` is "any".
    """

    key: str = is_a(Key())
    section: str = is_a(Key())
    type: str = is_a(OneOf(QUESTION_TYPES))
    label: Text = is_a(Words())
    required: bool = is_a(Flag())
    help: Text | None = is_a(Words(), default=None)
    example: Text | None = is_a(Words(), default=None)
    max_chars: int | None = is_a(Whole(1, 20_000), default=None)
    max_words: int | None = is_a(Whole(1, 5_000), default=None)
    choices: tuple[Choice, ...] | None = is_a(Many(Record(Choice), unique="key"), default=None)
    min: int | None = is_a(Whole(0, 10**9), default=None)
    max: int | None = is_a(Whole(1, 10**9), default=None)
    shown_when: tuple[Condition, ...] | None = is_a(Many(Record(Condition), most=5), default=None)
    shown_join: str | None = is_a(OneOf(JOINS), default=None)
    tracks: tuple[str, ...] | None = is_a(Many(Key(), unique="", most=20), default=None)

    CHECKS = (_length_fits_the_type, _choices_fit_the_type, _limits_fit_the_type)

    def choice(self, key: str) -> Choice:
        """The choice stored under `key`; KeyError when this question has none such."""
        for choice in self.choices or ():
            if choice.key == key:
                return choice
        raise KeyError(key)


@dataclass(frozen=True)
class Attachment:
    """A slot for files: when it opens, which extensions it takes, how many files of how many megabytes (10^6 bytes), and
    whether the panel reads them: a certificate for the manager's eyes is nobody else's business."""

    key: str = is_a(Key())
    label: Text = is_a(Words())
    when: str = is_a(OneOf(WHEN))
    required: bool = is_a(Flag())
    accept: tuple[str, ...] = is_a(Many(Line("[a-z0-9]{1,8}"), unique="", least=1, most=20))
    max_mb: int = is_a(Whole(1, 500), default=30)
    max_files: int = is_a(Whole(1, 20), default=1)
    for_panel: bool = is_a(Flag(), default=True)
    tracks: tuple[str, ...] | None = is_a(Many(Key(), unique="", most=20), default=None)

    @property
    def max_bytes(self) -> int:
        """The most bytes of one file."""
        return self.max_mb * 10**6

    @property
    def accept_attribute(self) -> str:
        """The extensions as an HTML accept list: ".pdf,.hwpx"."""
        return ",".join(f".{extension}" for extension in self.accept)


@dataclass(frozen=True)
class Consent:
    """One consent, asked for separately with its own row (Personal Information Protection Act arts. 15, 17, 22).

    `refusal` says what happens to someone who does not agree; `recipient` is there when data goes to others.
    """

    key: str = is_a(Key())
    legal: Text = is_a(Words())
    required: bool = is_a(Flag())
    purpose: Text = is_a(Words())
    items: Text = is_a(Words())
    retention: Text = is_a(Words())
    refusal: Text = is_a(Words())
    recipient: Text | None = is_a(Words(), default=None)
