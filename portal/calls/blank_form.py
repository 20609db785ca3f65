"""The form of a call as blocks to be printed and written on offline: every section, question with its limits, file, consent.

A block is a dict of JSON values, drawn by portal/foundation/printing.py: `title`, `heading` (level 1 or 2), `text`, `note`,
`box` (empty lines), `checks` (options), `table` (head and rows of cells).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from portal.calls.definition import Attachment, Consent, Definition, Question
from portal.calls.definition.form import AFTER_PASS, AGREEMENT, SUBMISSION
from portal.foundation.clock import in_seoul
from portal.foundation.i18n import _, in_locale, locale

Block = dict[str, Any]
BLANK_ROWS = 5
LINES = {"text": 1, "integer": 1}
LONG = 8  # lines of a long answer; the real limit stands beside the question


class Lists(NamedTuple):
    """What a question may choose from: sites of the city, offers of its partners."""

    sites: list[Any]
    offers: list[Any]


def blank_form(call: Any, sites: Iterable[Any], offers: Iterable[Any] = ()) -> list[Block]:
    """The whole form of a call in the reader's language; `sites` are those it offers, `offers` what partners offer today."""
    return [*_head(call), *_sections(call.definition, Lists(list(sites), list(offers))),
            *_files(call.definition), *_bonus(call.definition), *_consents(call.definition)]


def _head(call: Any) -> Iterator[Block]:
    opens, closes = (f"{in_seoul(moment):%Y.%m.%d %H:%M}" for moment in (call.opens_at, call.closes_at))
    yield _block("title", text=in_locale(call.title))
    yield _text(_("Blank form to write on offline · call %(code)s, edition %(edition)s", code=call.code,
                  edition=call.edition_number))
    yield _text(_("Intake: %(opens)s to %(closes)s (Korean time)", opens=opens, closes=closes))
    yield _note(_("This form is for drafting. A proposal is submitted only on the portal: copy your text into its fields "
                  "there. Only a receipt counts."))


def _sections(definition: Definition, lists: Lists) -> Iterator[Block]:
    for number, section in enumerate(definition.sections, start=1):
        yield _heading(1, f"{number}. {section.label.in_(locale())}")
        for question in definition.questions_of(section.key):
            yield _heading(2, f"{question.label.in_(locale())} ({_must(question.required)})")
            yield from (_note(words) for words in (*_limits(question), *_helps(question)))
            yield from _SPACES.get(question.type, _lines)(question, definition, lists)


def _must(required: bool) -> str:
    return _("Required") if required else _("Optional")


def _limits(question: Question) -> Iterator[str]:
    if question.max_chars:
        yield _("At most %(most)s characters, spaces included", most=f"{question.max_chars:,}")
    if question.type == "integer" and (question.min is not None or question.max is not None):
        yield _("A whole number from %(least)s to %(most)s", least="…" if question.min is None else f"{question.min:,}",
                most="…" if question.max is None else f"{question.max:,}")


def _helps(question: Question) -> Iterator[str]:
    if question.help:
        yield question.help.in_(locale())
    if question.example:
        yield _("Example: %(example)s", example=question.example.in_(locale()))


def _lines(question: Question, definition: Definition, lists: Lists) -> Iterator[Block]:
    yield _block("box", lines=LINES.get(question.type, LONG))


def _choices(question: Question, definition: Definition, lists: Lists) -> Iterator[Block]:
    yield _block("checks", options=[choice.label.in_(locale()) for choice in question.choices or ()])


def _sites(question: Question, definition: Definition, lists: Lists) -> Iterator[Block]:
    yield _note(_("From %(least)s to %(most)s sites, the best first", least=question.min or 1, most=question.max or 3))
    yield _table([_("Rank"), _("Site")], [[str(rank), ""] for rank in range(1, (question.max or 3) + 1)])
    if lists.sites:
        yield _table([_("Site code"), _("Sites on offer")], [[site.code, in_locale(site.name)] for site in lists.sites])


def _offers(question: Question, definition: Definition, lists: Lists) -> Iterator[Block]:
    yield _note(_("From %(least)s to %(most)s offers, the best first", least=question.min or 1, most=question.max or 3))
    yield _table([_("Rank"), _("Offer")], [[str(rank), ""] for rank in range(1, (question.max or 3) + 1)])
    if lists.offers:
        yield _table([_("Partner"), _("Offer"), _("Can be asked for until")], [
            [in_locale(offer.partner.name), in_locale(offer.title), f"{offer.closes_on:%Y.%m.%d}"] for offer in lists.offers])


def _consortium(question: Question, definition: Definition, lists: Lists) -> Iterator[Block]:
    head = [_("Organization"), _("Business registration number"), _("Country, if abroad"), _("Role"), _("Share of the work")]
    yield _table(head, _blank_rows(head))
    yield _note(_("The shares of the others may total at most 100 percent; your own company is not named here."))


def _kpis(question: Question, definition: Definition, lists: Lists) -> Iterator[Block]:
    head = [_("Indicator"), _("Baseline"), _("Target"), _("Unit"), _("Better when"), _("How it is measured"), _("Weight")]
    yield _table(head, _blank_rows(head))
    yield _note(_("Weights must total 100."))


def _data(question: Question, definition: Definition, lists: Lists) -> Iterator[Block]:
    head = [_("Data"), _("Personal data"), _("Owner"), _("Kept for"), _("Made open"), _("Format")]
    yield _table(head, _blank_rows(head))


def _budget(question: Question, definition: Definition, lists: Lists) -> Iterator[Block]:
    money = definition.budget
    yield _table([_("Who pays"), _("Amount (won)")], [[name, ""] for name in (
        _("Grant from the city"), _("Own share in cash"), _("Own share in kind"), _("Total"))])
    yield _table([_("Cost category"), _("Amount (won)")], [[each.label.in_(locale()), ""] for each in money.categories])
    yield _note(_("The grant can be at most %(most)s won. Your own share is at least %(percent)s%% of the total, and cash at "
                  "least %(cash)s%% of your own share.", most=f"{money.max_grant:,}", percent=money.self_min_pct,
                  cash=money.self_cash_min_pct_of_self))


def _declaration(question: Question, definition: Definition, lists: Lists) -> Iterator[Block]:
    yield _block("checks", options=[_("Yes"), _("No")])
    yield _text(_("Details, if yes"))
    yield _block("box", lines=3)


_SPACES: dict[str, Callable[[Question, Definition, Lists], Iterator[Block]]] = {
    "choice": _choices, "sites": _sites, "offers": _offers, "consortium": _consortium, "kpi_table": _kpis, "data_table": _data,
    "budget_table": _budget, "declaration": _declaration,
}


def _files(definition: Definition) -> Iterator[Block]:
    words = {SUBMISSION: _("With the application"), AFTER_PASS: _("Only from those who pass the document review"),
             AGREEMENT: _("Only at the agreement")}
    yield _heading(1, _("Files"))
    for when, title in words.items():
        slots = definition.attachments_when(when)
        if slots:
            yield _heading(2, title)
            yield _table([_("File"), _("Kinds"), _("Size and number"), ""], [_slot(slot) for slot in slots])


def _slot(slot: Attachment) -> list[str]:
    limits = _("up to %(mb)s MB, at most %(count)s", mb=slot.max_mb, count=slot.max_files)
    return [slot.label.in_(locale()), ", ".join(slot.accept).upper(), limits, _must(slot.required)]


def _bonus(definition: Definition) -> Iterator[Block]:
    if definition.bonus:
        yield _heading(1, _("Bonus points, at most %(cap)s", cap=definition.scoring.bonus_cap))
        yield _block("checks", options=[f"{each.label.in_(locale())} (+{each.points})" for each in definition.bonus])


def _consents(definition: Definition) -> Iterator[Block]:
    if definition.consents:
        yield _heading(1, _("Consents"))
        yield _note(_("Consents count only when they are given on the portal; here they are to be read in advance."))
    for consent in definition.consents:
        yield _heading(2, f"{consent.purpose.in_(locale())} ({_must(consent.required)})")
        yield _table(["", ""], [[name, text] for name, text in _terms(consent)])
        yield _block("checks", options=[_("I agree"), _("I do not agree")])


def _terms(consent: Consent) -> Iterator[tuple[str, str]]:
    yield _("Legal basis"), consent.legal.in_(locale())
    yield _("Items"), consent.items.in_(locale())
    if consent.recipient:
        yield _("Given to"), consent.recipient.in_(locale())
    yield _("Kept"), consent.retention.in_(locale())
    yield _("If you do not agree"), consent.refusal.in_(locale())


def _block(kind: str, **values: Any) -> Block:
    return {"kind": kind, **values}


def _heading(level: int, text: str) -> Block:
    return _block("heading", level=level, text=text)


def _text(text: str) -> Block:
    return _block("text", text=text)


def _note(text: str) -> Block:
    return _block("note", text=text)


def _table(head: list[str], rows: list[list[str]]) -> Block:
    return _block("table", head=head, rows=rows)


def _blank_rows(head: list[str]) -> list[list[str]]:
    return [[""] * len(head) for _row in range(BLANK_ROWS)]
