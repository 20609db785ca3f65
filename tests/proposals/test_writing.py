"""Writing answers: each field has a version of its own, what cannot be kept is named, late text is kept but not received."""

import unicodedata

import pytest

from portal.foundation import transactions
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused
from portal.proposals import operations
from portal.proposals.models import Answer
from tests import builders as b
from tests.proposals import story


def kept(proposal, key):
    return db.session.get(Answer, (proposal.id, key), populate_existing=True)


def test_a_first_answer_gets_version_one_and_a_second_save_moves_it():
    proposal = operations.create_proposal(call := b.a_call(), company := b.a_company(), by=(me := b.an_owner(company)))
    first = operations.save_answer(proposal, "title", "횡단보도 안전", seen=0, by=me).version
    second = operations.save_answer(proposal, "title", "횡단보도 안전 실증", seen=first, by=me)
    assert (first, second.version, second.value) == (1, 2, "횡단보도 안전 실증")
    assert proposal.number == f"{call.code}-0001"


def test_the_title_of_a_draft_is_mirrored_for_its_own_lists():
    proposal = b.a_proposal()
    operations.save_answer(proposal, "title", "새 이름", seen=1, by=proposal.owner)
    transactions.commit()
    assert proposal.title == "새 이름"


def test_after_a_submission_the_title_shown_stays_the_one_received():
    proposal = story.a_received_proposal()
    before = proposal.title
    operations.save_answer(proposal, "title", "아직 내지 않은 이름", seen=1, by=proposal.owner)
    transactions.commit()
    assert (proposal.title, proposal.changed_since) == (before, True)


def test_the_second_of_two_tabs_is_told_and_nothing_is_overwritten():
    proposal = b.a_proposal()
    operations.save_answer(proposal, "team", "첫 창의 글", seen=1, by=proposal.owner)
    with pytest.raises(operations.Clash) as clash:
        operations.save_answer(proposal, "team", "둘째 창의 글", seen=1, by=proposal.owner)
    assert (clash.value.stored, clash.value.mine) == ("첫 창의 글", "둘째 창의 글")
    assert kept(proposal, "team").value == "첫 창의 글"


def test_two_tabs_that_typed_the_same_do_not_clash():
    proposal = b.a_proposal()
    operations.save_answer(proposal, "team", "같은 글", seen=1, by=proposal.owner)
    operations.save_answer(proposal, "team", "같은 글 ", seen=1, by=proposal.owner)
    assert kept(proposal, "team").version == 2


@pytest.mark.parametrize(("key", "raw"), [
    ("title", "제목\x00끝"), ("title", "가" * 5000), ("title", ["목록"]), ("trl", "1e309"), ("trl", "칠"), ("trl", True),
    ("kpis", [{"baseline": "1e309"}]), ("kpis", "표"), ("kpis", [{"name": "a"}] * 500),
    ("kpis", [{"nope": 1}]), ("budget", {"grant": "-1e3"}), ("budget", {"items": {"../x": 1}}), ("site_pref", ["\ud800"]),
    ("duplicate", {"has": "maybe"}),
])
def test_what_can_never_be_kept_is_refused_by_name(key, raw):
    proposal = b.a_proposal()
    before = kept(proposal, key).value
    with pytest.raises(Invalid) as invalid:
        operations.save_answer(proposal, key, raw, seen=1, by=proposal.owner)
    assert all(field.partition(".")[0] == key for field in invalid.value.fields)
    assert kept(proposal, key).value == before


@pytest.mark.parametrize("text", ["😀 로봇 👩‍👩‍👧", unicodedata.normalize("NFD", "한글 제목"),
                                  "<script>alert(1)</script>", "{{ 7*7 }}"])
def test_odd_but_honest_text_is_kept_in_nfc(text):
    proposal = b.a_proposal()
    operations.save_answer(proposal, "title", text, seen=1, by=proposal.owner)
    assert kept(proposal, "title").value == unicodedata.normalize("NFC", text)


def test_an_unknown_question_is_missing():
    proposal = b.a_proposal()
    with pytest.raises(Missing):
        operations.save_answer(proposal, "nope", "x", seen=0, by=proposal.owner)


def test_only_its_company_writes():
    proposal = b.a_proposal()
    for person in (b.an_owner(b.a_company()), b.a_manager(proposal.call), b.a_user()):
        with pytest.raises(Forbidden):
            operations.save_answer(proposal, "team", "남의 글", seen=1, by=person)


def test_text_saved_after_the_deadline_is_kept_but_refused():
    proposal = story.close(story.a_received_proposal())
    with pytest.raises(Refused) as refused:
        operations.save_answer(proposal, "team", "늦은 글", seen=1, by=proposal.owner)
    assert "kept" in str(refused.value) and transactions.kept()
    transactions.commit()
    assert kept(proposal, "team").value == "늦은 글"
    assert (proposal.state, proposal.submission_number, proposal.changed_since) == ("submitted", 1, True)


def test_consents_are_kept_with_the_edition_shown():
    proposal = b.a_proposal()
    operations.save_consents(proposal, {"pi_collect": True, "news": False}, by=proposal.owner)
    transactions.commit()
    assert [(c.key, c.given, c.edition_number) for c in proposal.consents] == [("news", False, 1), ("pi_collect", True, 1)]


def test_claims_are_replaced_by_the_new_choice():
    proposal = b.a_proposal()
    operations.claim_bonus(proposal, ["local", "award"], by=proposal.owner)
    operations.claim_bonus(proposal, ["award"], by=proposal.owner)
    assert [claim.key for claim in proposal.bonus_claims] == ["award"]
    with pytest.raises(Missing):
        operations.claim_bonus(proposal, ["nope"], by=proposal.owner)


def test_a_slot_takes_only_as_many_files_as_it_says():
    proposal = story.a_written_proposal()
    with pytest.raises(Invalid):
        operations.attach_file(proposal, "plan", b.a_stored_file(), by=proposal.owner)
    operations.remove_attachment(proposal.attachments[0], proposal=proposal, by=proposal.owner)
    assert operations.attach_file(proposal, "plan", b.a_stored_file("새 계획.pdf"), by=proposal.owner).slot == "plan"


def test_slots_of_later_stages_take_nothing_yet():
    proposal = b.a_proposal()
    with pytest.raises(Refused):
        operations.attach_file(proposal, "deck", b.a_stored_file(), by=proposal.owner)
    with pytest.raises(Missing):
        operations.attach_file(proposal, "nope", b.a_stored_file(), by=proposal.owner)
