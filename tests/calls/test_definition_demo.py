"""The demo city's own files: complete in both languages, and every story proposal answers its call."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from portal.calls.answers import check_all, check_draft_value
from portal.calls.definition import Definition, Text
from portal.reviews.scoring import Rule, Sheet, check_points, mean_of

DEMO = Path(__file__).parents[2] / "portal" / "cli" / "demo"
PROGRAMS = {path.stem: json.loads(path.read_text()) for path in sorted((DEMO / "programs").glob("*.json"))}
CALLS = {program["call"]["code"]: program for program in PROGRAMS.values()}
PROPOSALS = json.loads((DEMO / "proposals.json").read_text())
REVIEWS = json.loads((DEMO / "reviews.json").read_text())


def words_in(value, path=""):
    if isinstance(value, dict) and set(value) == {"ko", "en"}:
        yield path, value
    elif isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from words_in(inner, f"{path}.{step}")


@pytest.mark.parametrize("code", PROGRAMS)
def test_a_demo_definition_parses_and_is_written_back_unchanged(code):
    body = PROGRAMS[code]["definition"]

    assert Definition.parse(body).body() == body


@pytest.mark.parametrize("code", PROGRAMS)
def test_every_demo_text_exists_in_korean_and_in_english(code):
    for path, words in words_in(PROGRAMS[code]):
        assert words["ko"].strip(), path
        assert words["en"].strip(), path
        assert not re.search("[가-힣]", words["en"]), path


@pytest.mark.parametrize("code", PROGRAMS)
def test_a_demo_call_is_complete(code):
    definition = Definition.parse(PROGRAMS[code]["definition"])

    assert len(definition.questions) == 18 + 2 * bool(definition.tracks), "Gyeonggi also asks for offers and for who takes part"
    assert (len(definition.attachments), len(definition.consents)) == (14, 5)
    assert all(isinstance(q.help, Text) for q in definition.questions)
    assert definition.empty_parts() == []
    assert datetime.fromisoformat(PROGRAMS[code]["call"]["closes"]).utcoffset().total_seconds() == 9 * 3600


@pytest.mark.parametrize("code", PROGRAMS)
def test_the_test_ends_when_the_pilot_ends(code):
    definition = Definition.parse(PROGRAMS[code]["definition"])
    days = (definition.step("pilot").end - definition.step("agreement").start).days

    assert abs(definition.milestone("M5").due.days - days) <= 1
    assert [m.due.days for m in definition.milestones if m.due.days is not None] == sorted(
        m.due.days for m in definition.milestones if m.due.days is not None)


@pytest.mark.parametrize("proposal", PROPOSALS, ids=lambda p: p["id"])
def test_a_story_proposal_answers_its_call(proposal):
    program = CALLS[proposal["call"]]
    definition = Definition.parse(program["definition"])
    sites = [site["code"] for site in program["sites"]]

    assert check_all(definition, proposal["answers"], proposal["consents"], site_codes=sites, track="task" if definition.tracks else None) == {}
    for question in definition.questions:
        if question.type in ("offers", "consortium"):
            continue
        assert check_draft_value(question, proposal["answers"][question.key]) == (proposal["answers"][question.key], [])
    assert proposal["bonus_points"] == sum(b.points for b in definition.bonus if b.key in proposal["bonus_claims"])


def test_story_registration_numbers_have_their_check_digit():
    for proposal in PROPOSALS:
        digits = [int(d) for d in proposal["company"]["brn"].replace("-", "")]
        total = sum(d * w for d, w in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=False)) + digits[8] * 5 // 10
        assert (10 - total % 10) % 10 == digits[9], proposal["id"]


def test_story_sheets_could_have_been_entered():
    definition = Definition.parse(CALLS[REVIEWS["call"]]["definition"])
    stage, rule = definition.stage(REVIEWS["stage"]), Rule.of(definition.scoring.body())

    for sheet in REVIEWS["sheets"]:
        assert check_points(stage.criteria, rule, sheet["points"]) == []
        for criterion in stage.criteria:
            assert sum(sheet["points"][sub.key] for sub in criterion.sub) == sheet["criteria"][criterion.key]
            assert all(sheet["points"][sub.key] * 10 >= sub.max * 6 for sub in criterion.sub)
        assert sum(sheet["points"].values()) == sheet["total"]


def test_nobody_scored_what_they_were_excluded_from():
    excluded = {(r["reviewer"], r["proposal"]) for r in REVIEWS["recusals"]}

    assert excluded == {("R3", "P02")}
    assert not excluded & {(s["reviewer"], s["proposal"]) for s in REVIEWS["sheets"]}


def test_the_definitions_own_rubric_feeds_the_scoring_engine():
    definition = Definition.parse(CALLS[REVIEWS["call"]]["definition"])
    sheets = [Sheet(s["reviewer"], s["points"]) for s in REVIEWS["sheets"] if s["proposal"] == "P03"]

    assert mean_of(sheets, definition.last_stage.criteria, Rule.of(definition.scoring.body())).mean * 10 == 824
