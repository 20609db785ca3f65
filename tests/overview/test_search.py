"""The search over what was submitted: exact, in words, only what one may read, never a draft or a file not yet sent."""

import unicodedata
from datetime import timedelta

import pytest

from portal.foundation import transactions
from portal.foundation.clock import now
from portal.foundation.stored_files import FileText
from portal.overview.search import MOST_WORDS, search, words_in
from portal.proposals import operations
from portal.proposals.models import Attachment
from tests import builders as b
from tests.client import words_of
from tests.proposals import story


def a_file(proposal, text, *, slot="plan", received=True, **more):
    """A file of a proposal whose words were read; part of what was received, or not."""
    file = b.a_stored_file()
    b.added(FileText(file_id=file.id, text=text))
    row = b.added(Attachment(proposal_id=proposal.id, slot=slot, file=file, **more))
    if received:
        row.created_at = proposal.submission.received_at - timedelta(hours=1)
        proposal.submission.files = [*proposal.submission.files, {
            "slot": slot, "name": file.name, "size": file.size, "sha256": file.sha256, "file_id": file.id}]
    transactions.commit()
    return row


@pytest.fixture
def proposal():
    proposal = b.a_proposal("submitted")
    transactions.commit()
    return proposal


@pytest.fixture
def manager(proposal):
    return b.a_manager(proposal.call)


def found(typed, viewer):
    return [hit.proposal for hit in search(words_in(typed), viewer=viewer)[0]]


def places(typed, viewer):
    return [place.label for hit in search(words_in(typed), viewer=viewer)[0] for place in hit.places]


def test_words_are_composed_counted_and_tidied():
    assert words_in(unicodedata.normalize("NFD", " 드론  배송 ")) == ["드론", "배송"]
    assert words_in("\x00 %% __ ") == [] and words_in("") == []
    assert len(words_in("가 나 다 라 마 바 사")) == MOST_WORDS


def test_it_is_found_by_title_number_company_and_answer(proposal, manager):
    title = proposal.title.split()[0]
    assert found(title, manager) == found(proposal.number.lower(), manager) == [proposal]
    assert places("보듬걸음", manager) == ["Company"] and places("bodeum WALK", manager) == ["Company"]
    assert any(label not in ("Title", "Company", "Number") for label in places("로봇", manager))


def test_it_is_found_by_the_words_of_a_file_and_says_where(proposal, manager):
    row = a_file(proposal, "가로등에 매단 드론 충전소를 골목마다 둔다")
    hits, following = search(words_in("드론 충전소"), viewer=manager)
    place = hits[0].places[-1]
    assert following is None and hits[0].proposal == proposal
    assert (place.before[-3:], place.word, place.after[:4]) == ("매단 ", "드론", " 충전소"[:4]) or place.word == "드론"
    assert place.file == ("file", row.file_id)


def test_half_a_syllable_and_wildcards_find_nothing(proposal, manager):
    a_file(proposal, "드론 100% 완료")
    assert found("드로", manager) == [] and found("드%론", manager) == [] and found("1_0", manager) == []
    assert found("100%", manager) == [proposal]
    assert found("u00", manager) == []


def test_every_word_must_stand_somewhere(proposal, manager):
    a_file(proposal, "드론 충전소")
    assert found("드론 보듬걸음", manager) == [proposal] and found("드론 없는말", manager) == []


def test_what_did_not_reach_the_city_is_not_found(proposal, manager):
    a_file(proposal, "비밀도면", received=False)
    draft = b.a_proposal(call=b.a_call("open", program=proposal.call.program))
    draft.title = "아직비밀"
    a_file(draft, "초안비밀", received=False)
    for word in ("비밀도면", "아직비밀", "초안비밀"):
        assert search(words_in(word), viewer=manager) == ([], None)


def test_an_answer_changed_after_the_receipt_is_not_found_until_it_is_sent():
    received = story.a_received_proposal()
    manager = b.a_manager(received.call)
    operations.save_answer(received, "team", "새로운비밀인력", seen=1, by=received.owner)
    transactions.commit()
    assert found("새로운비밀인력", manager) == []
    operations.submit_proposal(received, by=received.owner)
    transactions.commit()
    assert found("새로운비밀인력", manager) == [received]


def test_a_document_handed_in_later_is_found(proposal, manager):
    proposal.documents_due_at = now()
    row = a_file(proposal, "납세사실증명", slot="tax_nat", received=False)
    taken_back = a_file(proposal, "취소서류", slot="tax_loc", received=False)
    taken_back.removed_at = now()
    leftover = a_file(proposal, "남은초안", slot="plan", received=False)
    transactions.commit()
    hits, _following = search(words_in("납세사실증명"), viewer=manager)
    assert hits[0].places[-1].file == ("document", row.id)
    assert found("취소서류", manager) == [] and leftover.slot == "plan" and found("남은초안", manager) == []


def test_only_the_programs_one_runs(proposal, manager):
    word = proposal.title.split()[0]
    assert found(word, b.an_approver(proposal.call)) == [proposal]
    for viewer in (b.a_manager(b.a_program()), proposal.owner, b.an_administrator(), b.an_officer(b.a_department())):
        assert found(word, viewer) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_two_statements_however_many_and_paged(statements, rows):
    call = b.a_call("closed")
    manager = b.a_manager(call)
    for _each in range(rows):
        a_file(b.a_proposal("submitted", call=call), "드론")
    manager.roles  # noqa: B018  (loaded before counting)
    statements.clear()
    hits, following = search(["드론"], viewer=manager)
    assert len(statements) == 2 and len(hits) == min(rows, 20) and (following is None) == (rows == 1)
    if following:
        assert len(search(["드론"], viewer=manager, before=following)[0]) == 10


def test_the_page_shows_the_place_and_the_file_opens_from_it(visitor, proposal, manager):
    row = a_file(proposal, "가로등 <b>드론</b> 충전소")
    visitor.sign_in(manager)
    page = visitor.get("/manage/search?q=드론")
    assert "<mark>드론</mark>" in page.text and f"/files/{row.file_id}" in page.text and "<b>드론" not in page.text
    assert "찾는 말이 있는 제안서가 없습니다" in words_of(visitor.get("/manage/search?q=없는말입니다"))


@pytest.mark.parametrize("odd", ["", "\x00", "😀" * 500, "\u1112\u1161\u11ab", "-1", "1e309", "%", "<b>", "\\", "'"])
def test_odd_words_are_answered_kindly(visitor, manager, odd):
    visitor.sign_in(manager)
    assert visitor.get("/manage/search", query_string={"q": odd, "before": odd}).status_code == 200
