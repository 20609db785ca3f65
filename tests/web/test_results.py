"""The company's own result: nothing before the release, then averages, reasons without names, and what happens next."""

from datetime import timedelta

import pytest

from portal.decisions import operations
from portal.foundation import transactions
from portal.foundation.clock import in_seoul
from portal.proposals.lifecycle import PROPOSAL
from portal.web.filters import day
from tests import builders as b
from tests.client import words_of
from tests.decisions import story
from tests.decisions.test_selections import a_call_for


def an_address(proposal):
    return f"/apply/proposals/{proposal.id}/result"


def test_before_the_release_there_is_no_result_for_anyone_of_the_company(visitor):
    call, proposals = story.the_golden_five(a_call_for(places=2, reserve=1))
    mine = proposals["P02"]
    member = b.a_member(mine.company)
    selection, manager, approver = story.prepared(call)
    for step in (lambda: None, lambda: operations.propose_selection(selection, by=manager),
                 lambda: operations.confirm_selection(selection, by=approver)):
        step()
        transactions.commit()
        for person in (mine.owner, member):
            story.window_of(visitor, person)
            assert visitor.get(an_address(mine)).status_code == 404


def test_no_page_of_the_company_says_anything_before_the_release(visitor, app):
    call, proposals = story.the_golden_five(a_call_for(places=2, reserve=1))
    mine = proposals["P02"]
    story.confirmed(call)
    visitor.sign_in(mine.owner)

    seen = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.rule.startswith(("/static", "/manage", "/admin", "/review")):
            continue
        values = {"proposal_id": mine.id, "code": call.code, "id": mine.id, "company_id": mine.company_id}
        if not set(rule.arguments) <= set(values):
            continue
        with app.test_request_context():
            from flask import url_for
            address = url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
        answer = visitor.get(address)
        text = answer.get_data(as_text=True) if answer.status_code == 200 and answer.mimetype == "text/html" else ""
        for secret in ("85.00", "83.00", "19.25", "예비 1", "선정되었습니다", "미선정"):
            assert secret not in text, (address, secret)
        seen += bool(text)
    assert seen > 0


def test_a_result_shows_averages_threshold_bonus_and_reasons_without_names(visitor):
    call, proposals = story.the_golden_five(a_call_for(places=2, reserve=1))
    mine = proposals["P02"]
    story.released(call)
    visitor.sign_in(mine.owner)

    page = visitor.get(an_address(mine))

    words = words_of(page)
    for told in ("선정", "85.00", "평균 83.00에 가점 2.00", "19.25", "16.25", "기준", "이의"):
        assert told in words, told
    comment = next(s["comment"] for s in story.reviews_file()["sheets"] if s["proposal"] == "P02")
    assert comment in words
    for person in story.reviews_file()["reviewers"]:
        assert person["name"]["ko"] not in words
    for hidden in ("위원 1", proposals["P01"].number, proposals["P04"].number, "90.00"):
        assert hidden not in words, hidden


def test_a_company_never_reads_the_result_of_another(visitor):
    call = a_call_for()
    mine, other = story.several(call, ["0.9", "0.8"])
    story.released(call)
    visitor.sign_in(mine.owner)

    assert visitor.get(an_address(mine)).status_code == 200
    assert visitor.get(an_address(other)).status_code == 404
    assert visitor.get("/apply/proposals/999999/result").status_code == 404


def test_the_reserve_list_says_its_number_and_its_last_day(visitor):
    call = a_call_for(places=1, reserve=2)
    _winner, first, second = story.several(call, ["0.9", "0.85", "0.8"])
    selection, _manager, _approver = story.released(call)
    visitor.sign_in(second.owner)

    page = visitor.get(an_address(second))

    words = words_of(page)
    last = in_seoul(selection.released_at).date() + timedelta(days=60)
    assert "예비 2번입니다" in words and f"{last.year}.{last.month:02}.{last.day:02}" in words


def test_the_window_for_objections_is_told_to_everyone(visitor):
    call = a_call_for(places=1, reserve=0)
    _winner, loser = story.several(call, ["0.9", "0.65"])
    selection, _manager, _approver = story.released(call)
    visitor.sign_in(loser.owner)

    words = words_of(visitor.get(an_address(loser)))

    last = in_seoul(selection.released_at).date() + timedelta(days=7)
    assert f"{last.year}.{last.month:02}.{last.day:02}" in words and "30일 안에" in words
    assert "미선정" in words and "미달" in words and "다시 신청하실 수 있습니다" in words


def test_a_reason_for_departing_is_read_by_the_company(visitor):
    call = a_call_for()
    proposal = story.several(call, ["0.9"])[0]
    selection, manager, approver = story.prepared(call)
    operations.decide_outcomes(selection, {selection.decisions[0].id: operations.Choice(
        "not_selected", None, "신청하신 장소를 올해 쓸 수 없습니다. <b>")}, by=manager)
    operations.propose_selection(selection, by=manager)
    operations.confirm_selection(selection, by=approver)
    operations.release_selection(selection, by=manager)
    visitor.sign_in(proposal.owner)

    assert "신청하신 장소를 올해 쓸 수 없습니다. &lt;b&gt;" in visitor.get(an_address(proposal)).get_data(as_text=True)


def test_passing_a_stage_names_the_next_one_and_both_results_stay_readable(visitor):
    call = a_call_for(pass_rule={"kind": "top", "n": 1})
    passed, failed = story.several(call, ["0.9", "0.8"], stage="document")
    story.released(call, stage="document")
    visitor.sign_in(passed.owner)
    assert "다음 단계는 발표평가(데모데이)입니다" in words_of(visitor.get(an_address(passed)))
    story.score(passed, story.a_panel(call), "0.85")
    story.released(call, stage="final")

    words = words_of(visitor.get(an_address(passed)))

    assert "서면평가: 통과" in words and "발표평가(데모데이): 선정" in words
    assert words.index("발표평가(데모데이): 선정") < words.index("서면평가: 통과")


def test_being_called_up_and_giving_up_are_told(visitor):
    call = a_call_for(places=1, reserve=1)
    winner, first = story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.released(call)
    operations.give_back_place(story.outcome_of(selection, winner), "협약 포기", by=manager)
    operations.call_up(story.outcome_of(selection, first), "예비 1번", 5_000_000, by=manager)
    visitor.sign_in(winner.owner)
    assert "자리를 내놓으셨습니다" in words_of(visitor.get(an_address(winner)))
    story.window_of(visitor, first.owner)

    words = words_of(visitor.get(an_address(first)))

    assert "예비순위에서 선정되었습니다" in words and "5,000,000원" in words


def test_a_withdrawn_reserve_says_so(visitor):
    call = a_call_for(places=1, reserve=1)
    _winner, first = story.several(call, ["0.9", "0.8"])
    story.released(call)
    PROPOSAL.move(first, "withdraw", by=first.owner, silent=True)
    visitor.sign_in(first.owner)

    assert "철회하신 제안입니다" in words_of(visitor.get(an_address(first)))


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_a_result_reads_in_both_languages_and_costs_four_statements(visitor, statements, locale):
    call, proposals = story.the_golden_five(a_call_for(places=2, reserve=1))
    mine = proposals["P02"]
    mine.owner.locale = locale
    story.released(call)
    visitor.sign_in(mine.owner)
    address = an_address(mine)
    b.db.session.commit()
    b.db.session.remove()
    del statements[:]

    words = words_of(visitor.get(address))

    assert len(statements) == 4, "\n".join(statements)
    assert ("What the reviewers wrote" in words) == (locale == "en") and day is not None
