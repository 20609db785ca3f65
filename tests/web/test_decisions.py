"""The results page of the people of the call, from preparing to the release and the reserve list."""

import pytest
from sqlalchemy import select

from portal.decisions import operations
from portal.foundation import transactions
from portal.foundation.db import db
from portal.foundation.outbox import Letter
from tests import builders as b
from tests.client import visit, words_of
from tests.decisions import story
from tests.decisions.test_release import RESULTS
from tests.decisions.test_selections import a_call_for


def an_address(call, stage="final", tail=""):
    return f"/manage/calls/{call.code}/decisions/{stage}{tail}"


def rows_of(selection, **changes):
    """The form as the page sends it, with changes by field name."""
    sent = {"version": selection.version}
    for decision in selection.decisions:
        sent |= {f"outcome-{decision.id}": decision.outcome or "", f"grant-{decision.id}": decision.grant_won or "",
                 f"reason-{decision.id}": decision.reason}
    return sent | changes


def post(visitor, call, tail, **data):
    return visitor.post(an_address(call, tail=tail), data=data)


def letters():
    return list(db.session.scalars(select(Letter).where(Letter.template.in_(RESULTS))))


def test_the_whole_way_from_preparing_to_the_release(visitor, app):
    call = a_call_for(places=1, reserve=1)
    one, two, three = story.several(call, ["0.9", "0.8", "0.65"])
    manager, approver = b.a_manager(call), b.an_approver(call)
    visitor.sign_in(manager)

    assert "결과 작성 시작하기" in words_of(visitor.get(an_address(call)))
    visitor.post(an_address(call, tail="/create"))
    page = words_of(visitor.get(an_address(call)))
    assert "1 / 1 자리" in page and "예비순위" in page and "기준 미달" in page
    from portal.decisions.models import Selection
    selection = db.session.scalars(select(Selection)).one()
    assert visitor.post(an_address(call, tail="/propose"), data={"version": selection.version}).status_code == 302
    blocked = words_of(visitor.get(an_address(call)))
    assert "직접 상신한 결과는 다른 사람이 확인해야 합니다" in blocked

    second = story.window_of(visit(app), approver)
    assert "두 번째 확인자로서 확인하기" in words_of(second.get(an_address(call)))
    assert second.post(an_address(call, tail="/confirm"), data={"version": selection.version}).status_code == 302
    before = words_of(second.get(an_address(call, tail="/release")))
    assert "안내 메일 3통이 나갑니다" in before and "되돌릴 수 없습니다" in before
    assert second.post(an_address(call, tail="/release"), data={"version": selection.version}).status_code == 302
    after = words_of(second.get(an_address(call)))
    assert "안내 메일 3통을 보내고 있습니다" in after and "결과 공개됨" in after
    db.session.expire_all()
    assert [proposal.state for proposal in (one, two, three)] == ["selected", "reserve", "not_selected"]


def test_a_double_click_on_release_sends_each_letter_once(visitor):
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.confirmed(call)
    visitor.sign_in(manager)
    data = {"version": selection.version}

    answers = [visitor.post(an_address(call, tail="/release"), data=data).status_code for _ in range(2)]

    assert answers == [302, 409] and len(letters()) == 1


def test_the_proposer_cannot_confirm_by_hand_either(visitor):
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)
    operations.propose_selection(selection, by=manager)
    visitor.sign_in(manager)

    for verb in ("confirm", "return"):
        assert post(visitor, call, f"/{verb}", version=selection.version, reason="x").status_code == 403
    db.session.refresh(selection)
    assert selection.state == "proposed"


def test_an_approver_reads_but_decides_nothing(visitor):
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, _manager, approver = story.prepared(call)
    visitor.sign_in(approver)

    assert 'name="outcome-' not in visitor.get(an_address(call)).get_data(as_text=True)
    for verb in ("decide", "refresh", "propose", "sums"):
        assert visitor.post(an_address(call, tail=f"/{verb}"), data=rows_of(selection)).status_code == 403, verb


def test_what_cannot_be_taken_is_kept_and_said_beside_its_field(visitor):
    call = a_call_for()
    story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.prepared(call)
    first = selection.decisions[0].id
    visitor.sign_in(manager)

    page = visitor.post(an_address(call, tail="/decide"), data=rows_of(selection, **{
        f"outcome-{first}": "not_selected", f"reason-{first}": "  ", f"grant-{selection.decisions[1].id}": "20,000,001"}))

    text = page.get_data(as_text=True)
    assert page.status_code == 422
    label = f"href=\"#reason-{first}\"><span class=\"error-summary-label\">{selection.decisions[0].proposal.number}"
    assert label in text
    assert f'href="#reason-{first}"' in text and "순위가 제시한 결과와 다릅니다" in text
    assert 'value="20,000,001"' in text and "한 건의 한도인 20,000,000원" in text
    assert text.count('value="not_selected" selected') == 1
    db.session.expire_all()
    assert selection.decisions[0].outcome == "selected"


@pytest.mark.parametrize("grant", ["1e309", "-5", "일억", "9" * 40, "1.5", "\x00", "😀", "0"])
def test_no_amount_breaks_the_page(visitor, grant):
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)
    visitor.sign_in(manager)

    answer = post(visitor, call, "/decide", **rows_of(selection, **{f"grant-{selection.decisions[0].id}": grant}))

    assert answer.status_code == 422


@pytest.mark.parametrize("reason", ["\x00", "가" * 1001, "\ud7ff\ufffe"])
def test_no_reason_breaks_the_page(visitor, reason):
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, approver = story.prepared(call)
    visitor.sign_in(manager)
    first = selection.decisions[0].id
    assert visitor.post(an_address(call, tail="/decide"), data=rows_of(selection, **{
        f"outcome-{first}": "not_selected", f"reason-{first}": reason})).status_code == 422
    operations.propose_selection(selection, by=manager)
    transactions.commit()
    story.window_of(visitor, approver)

    assert post(visitor, call, "/return", version=selection.version, reason=reason).status_code == 422


def test_decomposed_hangul_and_emoji_are_fine_in_a_reason(visitor):
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)
    first = selection.decisions[0]
    visitor.sign_in(manager)

    visitor.post(an_address(call, tail="/decide"), data=rows_of(selection, **{
        f"outcome-{first.id}": "not_selected", f"reason-{first.id}": "\u1111\u1169\u1100\u1175 😀\r\n끝"}))

    db.session.refresh(first)
    assert first.reason == "포기 😀\n끝"


def test_odd_posts_never_break_the_page(visitor):
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)
    visitor.sign_in(manager)

    far, first = "9" * 99, selection.decisions[0].id
    for data, status in [
        ({"outcome-999999": "selected"}, 302), ({"version": ""}, 409), ({"version": "x"}, 409), ({"version": far}, 409),
        ({f"outcome-{far}": "selected"}, 302), ({f"outcome-{first}": "가" * 5000}, 422),
    ]:
        sent = {"version": selection.version, **data}
        assert visitor.post(an_address(call, tail="/decide"), data=sent).status_code == status, data
    assert visitor.get(an_address(call) + "?after=%00😀").status_code == 200
    assert visitor.get(an_address(call, "nothing")).status_code == 404
    assert visitor.post(an_address(call, "nothing", "/create")).status_code == 404
    assert visitor.post(an_address(call, "document", "/propose")).status_code == 404


def test_the_second_of_two_managers_keeps_what_was_typed(visitor):
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)
    first = selection.decisions[0].id
    old = rows_of(selection, **{f"grant-{first}": "7,000,000"})
    visitor.sign_in(manager)
    assert post(visitor, call, "/decide", **rows_of(selection, **{f"grant-{first}": "5,000,000"})).status_code == 302

    answer = visitor.post(an_address(call, tail="/decide"), data=old)

    assert answer.status_code == 409 and 'value="7,000,000"' in answer.get_data(as_text=True)
    db.session.expire_all()
    assert selection.decisions[0].grant_won == 5_000_000


def test_a_blocked_proposal_says_why_on_its_button(visitor):
    call = a_call_for(places=2, total=30_000_000)
    story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.prepared(call)
    visitor.sign_in(manager)

    page = visitor.get(an_address(call))
    answer = visitor.post(an_address(call, tail="/propose"), data={"version": selection.version})

    assert "지원금 합계가 예산을 10,000,000원 넘습니다" in words_of(page) and "disabled" in page.get_data(as_text=True)
    assert answer.status_code == 409 and "지원금 합계가 예산을 10,000,000원 넘습니다" in words_of(answer)


def test_the_sums_are_told_while_typing_and_nothing_is_saved(visitor):
    call = a_call_for()
    story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.prepared(call)
    one, two = (decision.id for decision in selection.decisions)
    visitor.sign_in(manager)

    answer = post(visitor, call, "/sums", **rows_of(selection, **{f"grant-{one}": "5,000,000", f"outcome-{two}": ""}))

    words = words_of(answer)
    assert "5,000,000원 (500만원)" in words and "1 / 2 자리" in words and "155,000,000원" in words
    db.session.expire_all()
    assert [decision.grant_won for decision in selection.decisions] == [20_000_000, 20_000_000]


def test_reasons_for_sending_back_stand_on_the_page(visitor, app):
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, approver = story.confirmed(call)
    visitor.sign_in(approver)

    empty = visitor.post(an_address(call, tail="/return"), data={"version": selection.version, "reason": ""})
    visitor.post(an_address(call, tail="/return"), data={"version": selection.version, "reason": "2위의 사유가 없습니다."})

    assert empty.status_code == 422 and 'href="#return-reason"' in empty.get_data(as_text=True)
    assert "2위의 사유가 없습니다." in words_of(story.window_of(visit(app), manager).get(an_address(call)))


def test_a_place_is_given_back_and_the_reserve_is_called_up(visitor):
    call = a_call_for(places=1, reserve=1)
    winner, first = story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.released(call)
    of_winner, of_first = (story.outcome_of(selection, proposal) for proposal in (winner, first))
    visitor.sign_in(manager)

    def act(decision, verb, **typed):
        return post(visitor, call, f"/{decision.id}/{verb}", version=decision.version, **typed)

    page = words_of(visitor.get(an_address(call)))
    early = act(of_first, "call_up", reason="자리", grant="1")
    empty = act(of_winner, "give_back", reason="")
    assert "빈자리가 없습니다" in page and (early.status_code, empty.status_code) == (409, 422)
    assert act(of_winner, "give_back", reason="협약을 포기했습니다.").status_code == 302
    wrong = act(of_first, "call_up", reason="예비 1번입니다.", grant="많이")
    assert wrong.status_code == 422 and "예비 1번입니다." in wrong.get_data(as_text=True)
    assert act(of_first, "call_up", reason="예비 1번입니다.", grant="9,000,000").status_code == 302

    after = words_of(visitor.get(an_address(call)))
    assert "예비순위에서 올림" in after and "자리를 내놓음" in after and "9,000,000" in after
    assert visitor.post(an_address(call, tail="/999999/call_up"), data={"reason": "x"}).status_code == 404


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize("state", ["draft", "released"])
def test_the_page_costs_six_statements_however_long_it_is(visitor, statements, many, state):
    call = a_call_for(places=40)
    definition = call.edition.body
    definition["budget"]["total"] = 10**9
    story.several(call, ["0.9"] * many)
    _selection, manager, _approver = story.prepared(call) if state == "draft" else story.released(call)
    visitor.sign_in(manager)
    b.db.session.commit()
    b.db.session.remove()
    del statements[:]

    assert visitor.get(an_address(call)).status_code == 200

    assert len(statements) == 6, "\n".join(statements)


def test_a_long_list_is_decided_page_by_page(visitor):
    call = a_call_for(places=8)
    story.several(call, ["0.9"] * 53)
    selection, manager, _approver = story.prepared(call)
    visitor.sign_in(manager)

    first = visitor.get(an_address(call)).get_data(as_text=True)
    following = first.split('rel="next" href="')[1].split('"')[0]
    second = visitor.get(following).get_data(as_text=True)

    assert first.count('name="outcome-') == 50 and second.count('name="outcome-') == 3
    number = second.split('name="outcome-')[1].split('"')[0]
    answer = visitor.post(an_address(call, tail=f"/decide?after={following.split('after=')[1]}"), data={
        "version": selection.version, f"outcome-{number}": "", f"reason-{number}": ""})
    assert answer.status_code == 302 and "after=" in answer.location


def test_the_page_of_a_call_leads_to_the_stage_that_waits(visitor):
    call = a_call_for(pass_rule={"kind": "top", "n": 1})
    story.several(call, ["0.9"], stage="document")
    visitor.sign_in(b.a_manager(call))
    assert visitor.get(f"/manage/calls/{call.code}/decisions").location.endswith("/document")
    story.released(call, stage="document")

    assert visitor.get(f"/manage/calls/{call.code}/decisions").location.endswith("/final")


def test_english_managers_read_english(visitor):
    call = a_call_for()
    story.several(call, ["0.9"])
    _selection, manager, _approver = story.prepared(call)
    manager.locale = "en"
    visitor.sign_in(manager)

    words = words_of(visitor.get(an_address(call)))

    assert "Propose to the second person" in words and "KRW 20,000,000" in words
