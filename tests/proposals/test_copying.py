"""A draft takes over answers and chosen files of an earlier proposal: same question, same type, blank here, never consents."""

from copy import deepcopy

import pytest

from portal.foundation import transactions
from portal.foundation.errors import Forbidden, Missing, Refused
from portal.foundation.history import history_of
from portal.proposals import earlier, operations, queries
from portal.proposals.models import Answer, Proposal
from portal.proposals.operations import writing
from tests import builders as b
from tests.proposals import story


def a_call_like(change):
    """Another call with the same form, but for what `change` does to its definition."""
    definition = deepcopy(b.program_file()["definition"])
    change(definition)
    return b.a_call("open", definition=definition)


def question(definition, key):
    return next(each for each in definition["questions"] if each["key"] == key)


@pytest.fixture
def source():
    return story.a_written_proposal()


def a_draft(source, change=lambda definition: None):
    """An empty draft of the same company in another call."""
    draft = operations.create_proposal(a_call_like(change), source.company, by=source.owner)
    transactions.commit()
    return draft


def notes(fates):
    return {fate.question.key: str(fate.note) for fate in fates}


def values(proposal):
    transactions.commit()
    return queries.written_of(proposal).values


def test_the_same_questions_are_copied_and_consents_never(source):
    draft = a_draft(source)
    done = operations.copy_proposal(draft, source, by=source.owner)
    wanted = {key: value for key, value in queries.written_of(source).values.items() if key != "site_pref"}
    assert {key: value for key, value in values(draft).items() if key != "site_pref"} == wanted
    written = queries.written_of(draft)
    assert (written.consents, written.bonus, dict(written.files)) == ({}, [], {})
    assert len(done.copied) >= 17 and draft.title == source.title
    entry = history_of(draft)[-1]
    assert entry.details["copied_from"] == source.number and "team" in entry.details["answers"]


def test_nothing_typed_is_overwritten_and_a_second_time_changes_nothing(source):
    draft = a_draft(source)
    operations.save_answer(draft, "team", "새로 쓴 인력", seen=0, by=source.owner)
    done = operations.copy_proposal(draft, source, by=source.owner)
    assert "already" in notes(done.left)["team"] and values(draft)["team"] == "새로 쓴 인력"
    again = operations.copy_proposal(draft, source, by=source.owner)
    assert again.copied == [] and values(draft)["team"] == "새로 쓴 인력"


def test_what_was_kept_under_a_longer_limit_still_counts_as_typed(source):
    draft, long = a_draft(source), "가" * 50_000
    b.added(Answer(proposal_id=draft.id, key="team", value=long))
    transactions.commit()
    operations.copy_proposal(draft, source, by=source.owner)
    assert values(draft)["team"] == long


def test_what_was_emptied_again_is_filled(source):
    draft = a_draft(source)
    operations.save_answer(draft, "team", "지울 말", seen=0, by=source.owner)
    operations.save_answer(draft, "team", "", seen=1, by=source.owner)
    operations.copy_proposal(draft, source, by=source.owner)
    assert values(draft)["team"] == values(source)["team"]


def test_why_the_rest_is_not_copied(source):
    def change(definition):
        question(definition, "regulation")["key"] = "new_one"
        team = question(definition, "team")
        team.update(type="declaration")
        question(definition, "category")["choices"] = [{"key": "other", "label": {"ko": "그 밖", "en": "Other"}}]

    operations.save_answer(source, "privacy", "", seen=1, by=source.owner)
    draft = a_draft(source, change)
    left = notes(operations.copy_proposal(draft, source, by=source.owner).left)
    assert left["new_one"] == "It was not asked there."
    assert left["team"] == "It was asked in another form there."
    assert left["privacy"] == "It was not answered there."
    assert "offered" in left["category"]
    assert not {"new_one", "team", "privacy", "category"} & set(values(draft))


def test_a_text_longer_than_allowed_here_is_kept_as_a_draft_and_says_so(source):
    draft = a_draft(source, lambda definition: question(definition, "solution").update(max_chars=max(
        len(values(source)["solution"]) // 2, 1)))
    copied = notes(operations.copy_proposal(draft, source, by=source.owner).copied)
    assert "at most" in copied["solution"] and values(draft)["solution"] == values(source)["solution"]


def test_a_text_far_too_long_to_keep_is_left(source):
    draft = a_draft(source, lambda definition: question(definition, "solution").update(max_chars=1))
    left = notes(operations.copy_proposal(draft, source, by=source.owner).left)
    assert "too long" in left["solution"] and "solution" not in values(draft)


def test_sites_of_another_city_are_left(source):
    draft = a_draft(source)
    planned = operations.plan_copy(draft, source, by=source.owner)
    assert "no site" in notes(planned.left)["site_pref"]


def test_cost_categories_this_call_does_not_have_are_dropped(source):
    def change(definition):
        definition["budget"]["categories"] = definition["budget"]["categories"][:1]

    draft = a_draft(source, change)
    copied = notes(operations.copy_proposal(draft, source, by=source.owner).copied)
    kept = draft.call.definition.budget.categories[0].code
    assert set(values(draft)["budget"]["items"]) <= {kept} and copied["budget"]


def test_files_come_by_choice_with_the_same_hash(source):
    draft = a_draft(source)
    plan = queries.written_of(source).files["plan"][0]
    none = operations.copy_proposal(draft, source, by=source.owner)
    assert none.files == [] and not queries.written_of(draft).files
    operations.copy_proposal(draft, source, [plan.id, 999_999], by=source.owner)
    transactions.commit()
    assert [each.file_id for each in queries.written_of(draft).files["plan"]] == [plan.file_id]
    operations.copy_proposal(draft, source, [plan.id], by=source.owner)
    assert len(queries.written_of(draft).files["plan"]) == 1


def test_what_somebody_types_at_the_same_moment_stays(source, monkeypatch):
    draft = a_draft(source)
    truly, first = writing._stored, []

    def overtaken(proposal, keys):
        kept = truly(proposal, keys)
        if not first:
            first.append(True)
            writing._write(draft.id, "team", "동료가 먼저 썼습니다", 0, source.owner)
        return kept

    monkeypatch.setattr(writing, "_stored", overtaken)
    done = operations.copy_proposal(draft, source, by=source.owner)
    assert "same moment" in notes(done.left)["team"] and "solution" in notes(done.copied)
    assert values(draft)["team"] == "동료가 먼저 썼습니다"


def test_only_ones_own_and_only_into_a_draft(source):
    draft, foreign = a_draft(source), b.a_proposal()
    with pytest.raises(Missing):
        operations.copy_proposal(draft, foreign, by=source.owner)
    with pytest.raises(Missing):
        operations.copy_proposal(draft, draft, by=source.owner)
    with pytest.raises(Forbidden):
        operations.copy_proposal(draft, source, by=foreign.owner)
    received = b.a_proposal("submitted", call=b.a_call("open"), company=source.company, owner=source.owner)
    with pytest.raises(Refused, match="never submitted"):
        operations.copy_proposal(received, source, by=source.owner)
    story.close(draft)
    with pytest.raises(Refused, match="deadline"):
        operations.copy_proposal(draft, source, by=source.owner)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_reads_one_statement(source, statements, rows):
    draft = a_draft(source)
    for _each in range(rows - 1):
        b.a_proposal(company=source.company, owner=source.owner)
    transactions.commit()
    statements.clear()
    found = earlier.earlier_proposals_of(draft, viewer=source.owner)
    assert len(statements) == 1 and len(found) == min(rows, 20) and all(isinstance(row, Proposal) for row in found)
    assert earlier.earlier_proposals_of(draft, viewer=b.a_user()) == []
