"""The blank form of a call says everything the form on the portal asks, in both languages."""

import pytest

from portal.calls.blank_form import blank_form
from portal.foundation.i18n import force_locale
from portal.sites.queries import sites_of
from tests import builders as b


@pytest.fixture
def call():
    return b.a_call("open")


def said(call, locale):
    with force_locale(locale):
        blocks = blank_form(call, sites_of(call.program.municipality_id))
    return blocks, "\n".join(str(value) for block in blocks for value in block.values())


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_every_section_question_limit_file_bonus_and_consent_is_there(call, locale):
    _blocks, words = said(call, locale)
    definition = call.definition
    parts = (*definition.sections, *definition.questions, *definition.attachments, *definition.bonus, *definition.budget.categories)
    for part in parts:
        assert part.label.in_(locale) in words
    for question in definition.questions:
        for text in (question.help, question.example):
            assert text is None or text.in_(locale) in words
        if question.max_chars:
            assert f"{question.max_chars:,}" in words
        for choice in question.choices or ():
            assert choice.label.in_(locale) in words
    for consent in definition.consents:
        for text in (consent.purpose, consent.legal, consent.items, consent.retention, consent.refusal):
            assert text.in_(locale) in words


def test_it_names_the_call_its_edition_its_intake_and_its_sites(call):
    _blocks, words = said(call, "en")
    assert call.code in words and "edition 1" in words and "Korean time" in words
    for site in sites_of(call.program.municipality_id):
        assert site.code in words


def test_tables_have_as_many_cells_as_heads(call):
    blocks, _words = said(call, "ko")
    tables = [block for block in blocks if block["kind"] == "table"]
    assert len(tables) > 5 and all(len(row) == len(block["head"]) for block in tables for row in block["rows"])
