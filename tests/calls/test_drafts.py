"""Drafts of a call, pure: places and their shapes, what was typed, what is missing, what changed, files without loss."""

import json
from copy import deepcopy
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calls.definition.document import CallDocument
from portal.calls.definition.shapes import Many, OneOf, Record
from portal.calls.drafts import changes, dating, places, readiness, typed
from portal.calls.drafts.parts import PARTS, has_its_own_page, part_called, part_of
from portal.calls.drafts.standard import standard_document
from portal.calls.drafts.words import CHOICES, ENTRIES, FIELDS
from portal.calls.drafts.yaml_files import FileError, from_yaml, to_yaml
from tests import builders as b


def a_document(code: str = "gn-oi") -> dict:
    told = b.program_file(code)
    call = {name: told["call"][name] for name in ("title", "announced", "opens", "closes")}
    return CallDocument.parse({"call": deepcopy(call), "definition": deepcopy(told["definition"])}).body()


def every_record(shape=places.ROOT):
    """Every record that a document may hold, with its dataclass."""
    if isinstance(shape, Many):
        yield from every_record(shape.shape)
    elif isinstance(shape, Record):
        yield shape.kind
        for field in fields(shape.kind):
            yield from every_record(field.metadata["shape"])


def test_every_field_and_choice_of_a_call_has_a_name_for_people():
    for kind in set(every_record()):
        for field in fields(kind):
            assert (kind.__name__, field.name) in FIELDS, f"name the field {field.name} of {kind.__name__} in calls/drafts/words"
            shape = field.metadata["shape"]
            if isinstance(shape, OneOf):
                names = CHOICES[kind.__name__, field.name]
                assert set(shape.words) == set(names), f"name the choices of {kind.__name__}.{field.name}"
            if isinstance(shape, Many) and isinstance(shape.shape, Record):
                assert shape.shape.kind.__name__ in ENTRIES


def test_every_part_of_a_definition_stands_on_a_page_once():
    named = [place for part in PARTS for place in part.places]
    for field in fields(places.shape_at("definition").kind):
        assert named.count(f"definition.{field.name}") == 1, f"put {field.name} on a page of the builder (calls/drafts/parts.py)"
    assert part_of("definition.questions.3.label.ko") is part_called("form")


def test_long_entries_have_their_own_page_and_short_ones_do_not():
    assert {name for name in ("questions", "stages", "consents", "milestones", "sections", "bonus", "gates", "timeline")
            if has_its_own_page(f"definition.{name}")} == {"questions", "stages", "consents", "milestones"}


def test_places_are_put_added_moved_and_taken_out_without_touching_the_original():
    body = a_document()
    kept = deepcopy(body)
    assert places.value_at(places.put(body, "call.title.ko", "새 제목"), "call.title.ko") == "새 제목"
    grown, at = places.add(body, "definition.questions")
    assert at == len(body["definition"]["questions"]) and places.value_at(grown, f"definition.questions.{at}.type") == "text"
    first, second = (body["definition"]["questions"][n]["key"] for n in (0, 1))
    moved = places.move(body, "definition.questions.0", 1)
    assert [each["key"] for each in moved["definition"]["questions"][:2]] == [second, first]
    assert places.move(body, "definition.questions.0", -1) == body
    assert len(places.take_out(body, "definition.questions.0")["definition"]["questions"]) == at - 1
    assert body == kept


@pytest.mark.parametrize("path", ["x", "definition.questions.999", "definition.questions.-1", "definition.questions.0.nothing.more",
                                  "call.title.ko.more", "definition.questions.x", ""])
def test_a_place_that_is_not_there_is_refused(path):
    with pytest.raises((KeyError, TypeError)):
        places.take_out(a_document(), path)


def test_a_fresh_entry_has_a_key_that_nobody_has():
    body = a_document()
    for _n in range(3):
        body, _at = places.add(body, "definition.stages.0.criteria")
    keys = [each["key"] for each in body["definition"]["stages"][0]["criteria"]]
    assert len(keys) == len(set(keys)) and keys[-3:] == ["criterion1", "criterion2", "criterion3"]


def test_what_was_typed_becomes_numbers_words_and_flags_and_nonsense_stays_to_be_shown():
    shape, former = places.shape_at("definition.questions.0"), a_document()["definition"]["questions"][0]
    sent = {"q.label.ko": [" 제목 \r\n둘째 줄"], "q.max_chars": ["1,200"], "q.required": [""], "q.type": ["longtext"],
            "q.help.ko": [""], "q.help.en": [""]}
    made = typed.typed_into(shape, sent, "q", former)
    assert made["label"] == {"ko": "제목 \n둘째 줄", "en": former["label"]["en"]}
    assert (made["max_chars"], made["required"], made["type"]) == (1200, False, "longtext")
    assert "help" not in made and made["key"] == former["key"] and made["example"] == former["example"]
    assert typed.typed_into(shape, {"q.max_chars": ["1e309"]}, "q", former)["max_chars"] == "1e309"
    assert typed.typed_into(shape, {"q.required": ["", "y"]}, "q", former)["required"] is True


def test_an_optional_group_is_there_when_it_is_used():
    shape, former = places.shape_at("definition.scoring"), a_document()["definition"]["scoring"]
    assert "outlier_rule" not in typed.typed_into(shape, {"s.outlier_rule.?": [""]}, "s", former)
    again = typed.typed_into(shape, {"s.outlier_rule.?": ["", "y"], "s.outlier_rule.points": ["9"]}, "s", {})
    assert again["outlier_rule"] == {"points": 9}


def test_a_group_that_was_not_drawn_stays_away():
    shape, former = places.shape_at("definition.stages.1"), a_document()["definition"]["stages"][1]
    assert typed.typed_into(shape, {"s.threshold": ["61"]}, "s", former) == {**former, "threshold": 61}


def test_a_list_of_short_names_is_one_line_of_text():
    shape = places.shape_at("definition.attachments.0.accept")
    assert typed.typed_into(shape, {"a": [" .PDF, hwpx ,,pdf"]}, "a", []) == ["pdf", "hwpx"]


def test_what_is_missing_is_named_with_its_place():
    body = a_document()
    assert readiness.obstacles(body, first=True) == []
    body = places.put(body, "definition.notice.aim", {"ko": " ", "en": ""})
    body = places.put(body, "call.closes", "2026-03-04T18:00+09:00")
    found = {problem.path: problem.message for problem in readiness.obstacles(body, first=True)}
    assert set(found) == {"definition.notice.aim", "call.closes"} and "9 days" in found["call.closes"]
    assert {problem.path for problem in readiness.obstacles(body, first=False)} == {"definition.notice.aim"}


@pytest.mark.parametrize(("closes", "stopped", "warned"), [
    ("2026-03-04", True, False), ("2026-03-05", False, True), ("2026-03-14", False, True), ("2026-03-15", False, False)])
def test_ten_days_are_required_and_twenty_are_usual(closes, stopped, warned):
    body = places.put(a_document(), "call.closes", f"{closes}T18:00+09:00")
    assert bool(readiness.obstacles(body, first=True)) is stopped
    assert bool(readiness.doubts(body, first=True)) is warned


def test_texts_in_one_language_are_found():
    body = places.put(a_document(), "definition.questions.2.choices.1.label.en", " ")
    assert readiness.untranslated(body) == ["definition.questions.2.choices.1.label"]
    assert readiness.untranslated(places.put(body, "definition.questions.2.choices.1.label", {"ko": "", "en": ""})) == []


def test_changes_are_told_by_place_with_both_values(app):
    old = a_document()
    new = places.put(places.put(old, "definition.budget.max_grant", 30_000_000), "definition.stages.0.kind", "presentation")
    new = places.take_out(new, "definition.questions.3")
    with app.test_request_context():
        found = {change.path: change for change in changes.changes_between(old, new)}
    assert set(found) == {"definition.budget.max_grant", "definition.stages.0.kind", "definition.questions.3"}
    grant = found["definition.budget.max_grant"]
    assert (grant.before, grant.after) == ("20,000,000", "30,000,000") and grant.where[-1] == "과제당 최대 지원금 (원)"
    assert found["definition.questions.3"].after is None
    assert found["definition.stages.0.kind"].before == "서면"
    assert changes.changes_between(old, old) == []


def test_dates_move_by_whole_weeks_and_keep_their_distances():
    old = a_document()
    new = dating.moved_to(old, date(2027, 3, 1))
    first, later = (CallDocument.parse(each) for each in (old, new))
    assert later.call.announced >= date(2027, 3, 1) and (later.call.announced - date(2027, 3, 1)).days < 7
    assert later.call.announced.weekday() == first.call.announced.weekday()
    assert later.call.notice_days == first.call.notice_days
    steps = zip(first.definition.timeline, later.definition.timeline, strict=True)
    assert {moved.start - step.start for step, moved in steps} == {later.call.announced - first.call.announced}
    assert dating.moved_to(old, date(2026, 1, 1)) == old


@pytest.mark.parametrize("code", ["gn-oi", "ca-hub", "gg-pm"])
def test_a_file_holds_a_call_without_loss(code):
    document = CallDocument.parse(a_document(code))
    text = to_yaml(document)
    assert from_yaml(text) == document and to_yaml(from_yaml(text)) == text


@pytest.mark.parametrize(("wrong", "right", "line_says"), [
    ("required: perhaps", "required: true", "true or false"), ("weight: 90", "weight: 100", "total 100"),
    ("max_grant: 1e309", "max_grant: 20000000", "whole number"), ("announced: '0001-01-01'", "announced: '2026-02-23'", "date"),
    ("key: tit le", "key: title", "short name")])
def test_a_wrong_file_names_the_line(wrong, right, line_says):
    lines = to_yaml(CallDocument.parse(a_document())).splitlines()
    place = next(i for i, line in enumerate(lines) if line.strip().lstrip("- ") == right)
    lines[place] = lines[place].replace(right, wrong)
    with pytest.raises(FileError) as caught:
        from_yaml("\n".join(lines))
    first = next(each for each in caught.value.mistakes if line_says in each.problem.message)
    assert first.line == place + 1 or "total" in line_says


@pytest.mark.parametrize("text", [
    "", "a: *x", "a: &x [1]\nb: *x", "\0", "[" * 5000, "- a\n- {", "? [a]: b", "format: pilot-call/1\nformat: pilot-call/1",
    "!!python/object/apply:os.system [ls]", "format: pilot-call/1", "format: pilot-call/2\ncall: {}\ndefinition: {}", "a: !!int xx",
    "format: pilot-call/1\ncall: []\ndefinition: 7", "x" * 1_000_001, "a: \ud800", "\t- a"])
def test_what_is_no_call_is_refused_with_a_line(text):
    with pytest.raises(FileError) as caught:
        from_yaml(text)
    assert all(each.line >= 1 and each.problem.message for each in caught.value.mistakes)


def test_the_standard_call_is_whole_but_for_its_notice():
    body = standard_document().body()
    assert readiness.untranslated(body) == []
    assert {problem.path.rpartition(".")[2] for problem in readiness.obstacles(body, first=True)} == {
        "aim", "support", "eligibility", "how_to_apply", "procedure"}


LISTS = [f"definition.{name}" for name in ("sections", "questions", "attachments", "consents", "gates", "stages", "bonus",
                                           "milestones", "kpi_templates", "timeline")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(LISTS), st.sampled_from(["add", "out", "up", "down"]), st.integers(0, 30)), max_size=25))
def test_whatever_is_clicked_the_draft_can_be_read_drawn_and_written_again(clicks):
    body = a_document()
    for path, verb, place in clicks:
        count = len(places.value_at(body, path) or [])
        if verb == "add":
            body, _at = places.add(body, path)
        elif count:
            entry = f"{path}.{place % count}"
            body = places.take_out(body, entry) if verb == "out" else places.move(body, entry, -1 if verb == "up" else 1)
    document, found = CallDocument.read(body)
    assert all(problem.message for problem in found)
    if not found:
        assert from_yaml(to_yaml(document)) == document
    assert json.loads(json.dumps(body)) == body
