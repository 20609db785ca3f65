"""Tracks of a call: what each asks, who may apply in it, and how many it gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calls.answers import check_all
from portal.calls.definition import Definition, DefinitionError
from portal.calls.drafts.references import choices_for
from tests.calls.asking import a_body, a_question, words


def a_track(key, **more):
    return {"key": key, "label": words(key), "kind": "free_proposal", **more}


FREE, TASK = a_track("free"), a_track("task", kind="demand_task", awards=2, eligibility=[words("knows the task")])
ONLY = a_question("task_number", "text", max_chars=20, required=True, tracks=["task"])


def definition(*questions, tracks=(FREE, TASK), **more):
    return Definition.parse(a_body(*questions, tracks=list(tracks), **more))


def test_a_question_of_one_track_is_asked_there_only():
    whole = definition(ONLY)
    assert "task_number" in check_all(whole, {}, {}, track="task")
    assert "task_number" not in check_all(whole, {}, {}, track="free") | check_all(whole, {}, {})


def test_a_document_of_one_track_is_asked_there_only():
    body = a_body(tracks=[FREE, TASK])
    body["attachments"][0]["tracks"] = ["task"]
    whole, key = Definition.parse(body), body["attachments"][0]["key"]
    assert key in {slot.key for slot in whole.attachments_for("task")}
    assert key not in {slot.key for slot in whole.attachments_for("free")}


def test_a_tracks_conditions_add_to_those_of_the_call():
    whole = definition()
    assert whole.conditions_for("task")[:-1] == whole.conditions_for("free") == whole.eligibility
    assert whole.conditions_for("task")[-1].en == "knows the task"


@pytest.mark.parametrize(("body", "path"), [
    (a_body(a_question("q", "integer", tracks=["moon"]), tracks=[FREE]), "tracks.0"),
    (a_body(a_question("q", "integer", tracks=["free"])), "tracks.0"),
    (a_body(tracks=[{**FREE, "awards": 9999}]), "tracks.0.awards"),
    (a_body(tracks=[FREE, FREE]), "tracks.1.key"),
])
def test_an_impossible_track_is_named_where_it_is(body, path):
    with pytest.raises(DefinitionError) as error:
        Definition.parse(body)
    assert error.value.problems[0][0].endswith(path)


def test_a_call_without_tracks_is_written_as_before():
    body = Definition.parse(a_body()).body()
    assert "tracks" not in body and not any("tracks" in each for each in [*body["questions"], *body["attachments"]])
    assert Definition.parse(definition(ONLY).body()) == definition(ONLY)


def test_the_builder_offers_the_tracks_to_tick():
    document = {"definition": a_body(tracks=[FREE, TASK])}
    assert choices_for("Question", "tracks", document) == [("free", "free"), ("task", "task")]
    assert choices_for("Attachment", "tracks", {"definition": a_body()}) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["free", "task", "moon"]), max_size=3), st.none() | st.sampled_from(["free", "task", "gone", ""]),
       st.dictionaries(st.sampled_from(["q", "title"]), st.none() | st.integers() | st.text(max_size=4)))
def test_any_accepted_definition_can_be_checked_in_any_track(limited, track, answers):
    try:
        whole = definition(a_question("q", "integer", tracks=limited, required=True))
    except DefinitionError as error:
        assert error.problems
        return
    found = check_all(whole, answers, {}, track=track)
    assert ("q" in {question.key for question in whole.asked(answers, track)}) or "q" not in found
    assert whole.conditions_for(track)
