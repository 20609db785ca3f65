"""The ranking page: every number on it, anonymous reviewers, names one click away, few statements."""

import pytest

from tests import builders as b
from tests.client import words_of
from tests.decisions import story


def an_address(call, stage="final", tail=""):
    return f"/manage/calls/{call.code}/ranking/{stage}{tail}"


def test_the_golden_five_with_every_number_and_no_name(visitor):
    call, proposals = story.the_golden_five()
    visitor.sign_in(b.a_manager(call))

    page = visitor.get(an_address(call))

    words = words_of(page)
    for number in ("87.0000", "90.0000", "85.0000", "82.4000", "83.4000", "70.6000", "19.2500", "18.8000", "+3.00"):
        assert number in words, number
    assert "1)&nbsp;88" in page.get_data(as_text=True)
    for name in (person["name"]["ko"] for person in story.reviews_file()["reviewers"]):
        assert name not in words
    assert "기준 점수는 70점이고 가점 전 점수로 따집니다" in words and "실증계획의 구체성" in words
    assert "평가 완료" in words


def test_names_stand_only_on_the_sheets_and_only_for_managers(visitor, app):
    call, proposals = story.the_golden_five()
    address = an_address(call, tail=f"/{proposals['P02'].id}")
    visitor.sign_in(b.a_manager(call))

    seen = words_of(visitor.get(address))
    story.window_of(visitor, b.an_approver(call))
    by_approver = words_of(visitor.get(address))

    assert "정바론(가상)" in seen and "박라온(가상)" not in seen, "who stepped down has no sheet"
    assert "정바론(가상)" not in by_approver and "위원 5" in by_approver
    for words in (seen, by_approver):
        assert "83.0000" in words and "최고점 제외" in words and "12 + 8" in words


@pytest.mark.parametrize("many", [1, 30])
def test_a_ranking_costs_six_statements_however_long_it_is(visitor, statements, many):
    call = b.a_call("closed")
    story.several(call, ["0.9"] * many)
    visitor.sign_in(b.a_manager(call))
    b.db.session.commit()
    b.db.session.remove()
    del statements[:]

    assert visitor.get(an_address(call)).status_code == 200

    assert len(statements) == 6, "\n".join(statements)


def test_a_long_ranking_goes_on_counting_on_its_second_page(visitor):
    call = b.a_call("closed")
    story.several(call, ["0.9"] * 52)
    visitor.sign_in(b.a_manager(call))

    first = visitor.get(an_address(call)).get_data(as_text=True)
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = words_of(visitor.get(following))

    assert " 51 " in second and " 52 " in second and "먼저 제출한 제안" in second


def test_missing_scores_are_named(visitor):
    call = b.a_call("closed")
    seats = story.a_panel(call)
    short = b.a_proposal("in_review", call=call, stage="final")
    story.score(short, seats[:3])
    visitor.sign_in(b.a_manager(call))

    words = words_of(visitor.get(an_address(call)))

    assert "확정 전" in words and short.number in words and "5명에 못 미쳐" in words


def test_a_kept_mean_that_the_sheets_do_not_give_is_cried_out(visitor):
    call = b.a_call("closed")
    proposal = story.several(call, ["0.9"])[0]
    story.add_up(proposal).mean_e4 -= 1
    visitor.sign_in(b.a_manager(call))

    assert "점수를 다시 집계해 주세요" in words_of(visitor.get(an_address(call)))
    assert "점수를 다시 집계해 주세요" in words_of(visitor.get(an_address(call, tail=f"/{proposal.id}")))


def test_an_empty_ranking_says_why_and_english_says_the_same(visitor):
    call = b.a_call("closed")
    manager = b.a_manager(call)
    visitor.sign_in(manager)
    assert "이 단계에서 평가한 제안이 없습니다" in words_of(visitor.get(an_address(call)))
    manager.locale = "en"
    story.window_of(visitor, manager)

    assert "No proposal has been scored at this stage" in words_of(visitor.get(an_address(call, "document")))


def test_a_stage_and_a_proposal_of_another_call_are_not_there(visitor):
    call, other = b.a_call("closed"), b.a_call("closed")
    elsewhere = story.several(other, ["0.9"])[0]
    visitor.sign_in(b.a_manager(call))

    for tail in ("/nothing", "/final/999999", f"/final/{elsewhere.id}", "/%EA%B0%80"):
        assert visitor.get(f"/manage/calls/{call.code}/ranking{tail}").status_code == 404
    assert visitor.get(an_address(call) + "?after=%00%F0%9F%98%80.1.1").status_code == 200


def test_a_stage_that_counts_with_an_earlier_one_says_so(visitor):
    definition = b.program_file("ca-hub")["definition"]
    weighted = definition if definition["stages"][0]["weight"] else b.program_file("gg-pm")["definition"]
    call = b.a_call("closed", definition=weighted)
    proposal = b.a_proposal("in_review", call=call, stage="final")
    story.score(proposal, story.a_panel(call, stage="document"), "0.8", stage="document")
    story.score(proposal, story.a_panel(call), "0.9")
    visitor.sign_in(b.a_manager(call))

    words = words_of(visitor.get(an_address(call)))

    assert "단계별 점수를 합산합니다" in words and "이 단계 " in words
