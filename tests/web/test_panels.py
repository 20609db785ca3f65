"""The manager's panel in a browser: inviting, handing over, assigning, reminding, substitutes, reading sheets."""

import pytest

from portal.foundation import transactions
from portal.foundation.db import db
from portal.reviews import operations
from portal.reviews.models import Review, Seat
from tests import builders as b
from tests.client import words_of
from tests.reviews import story


def a_panel(size=3, *, stage="document", stories=("P01", "P02")):
    call = b.a_call("closed")
    manager = b.a_manager(call)
    seats = [b.a_seat(call, stage=stage) for _ in range(size)]
    proposals = [b.a_proposal("in_review", call=call, story=name, stage=stage) for name in stories]
    return call, manager, seats, proposals, f"/manage/calls/{call.code}/panels/{stage}"


def test_a_reviewer_is_invited_from_the_page(visitor):
    call, manager, _seats, _proposals, where = a_panel(0)
    visitor.sign_in(manager)
    assert "아직 평가위원이 없습니다" in words_of(visitor.get(where))
    answer = visitor.post(f"{where}/invite", data={"email": "new@example.test", "name": "새위원(가상)", "group": "civic",
                                                   "field": "시민 안전", "substitute": "y"})
    assert answer.status_code == 302
    seat = db.session.query(Seat).one()
    assert (seat.email, seat.substitute, seat.state) == ("new@example.test", True, "invited")
    assert "새위원(가상)" in words_of(visitor.get(where))


@pytest.mark.parametrize(("data", "told"), [
    ({"email": "nonsense", "name": "새위원", "group": "civic"}, "이메일"), ({}, "내용을 적어 주세요"),
    ({"email": "a@example.test", "name": "새위원", "group": "nonsense"}, "구분을 골라 주세요")])
def test_a_wrong_invitation_is_shown_again_with_its_reason(visitor, data, told):
    _call, manager, _seats, _proposals, where = a_panel(0)
    visitor.sign_in(manager)
    answer = visitor.post(f"{where}/invite", data=data)
    assert answer.status_code == 422 and told in words_of(answer)
    assert all(value in answer.get_data(as_text=True) for name, value in data.items() if name != "group")


def test_eligible_proposals_are_handed_over_previewed_and_assigned(visitor):
    call, manager, seats, _proposals, where = a_panel(stories=())
    b.a_proposal("eligible", call=call)
    visitor.sign_in(manager)
    assert "적격 제안이 1건 있습니다" in words_of(visitor.get(where))
    assert visitor.post(f"{where}/hand").status_code == 302

    page = visitor.get(f"{where}/assignment/balance")
    assert "평가 3건을 배정하게 됩니다" in words_of(page) and db.session.query(Review).count() == 0
    assert visitor.post(f"{where}/assignment/balance", data={"each": "", "seed": "1"}).status_code == 302
    assert db.session.query(Review).count() == 3
    assert visitor.post(f"{where}/assignment/undo").status_code == 302
    assert {review.state for review in db.session.query(Review)} == {"removed"}


def test_a_later_stage_has_nothing_to_hand_over(visitor):
    call, manager, _seats, _proposals, _where = a_panel()
    b.a_proposal("eligible", call=call)
    visitor.sign_in(manager)
    assert "적격 제안이" not in words_of(visitor.get(f"/manage/calls/{call.code}/panels/final"))
    assert visitor.post(f"/manage/calls/{call.code}/panels/final/hand").status_code == 404


def test_ticks_assign_and_take_back(visitor):
    _call, manager, seats, proposals, where = a_panel()
    first, second = (f"{proposals[0].id}-{seat.id}" for seat in seats[:2])
    visitor.sign_in(manager)
    assert visitor.post(f"{where}/assignment/assign", data={"pair": [first, second]}).status_code == 302
    page = visitor.get(f"{where}/assignment").get_data(as_text=True)
    assert f'name="shown" value="{first}"' in page
    visitor.post(f"{where}/assignment/assign", data={"pair": [first], "shown": [first, second]})
    states = {f"{r.proposal_id}-{r.seat_id}": r.state for r in db.session.query(Review)}
    assert states == {first: "assigned", second: "removed"}


@pytest.mark.parametrize("pair", ["", "1", "1-", "-1", "999999-1", "1e9-1", "٣-1", "1-1-1", "\x00", "99999999999999-1"])
def test_odd_ticks_get_a_friendly_answer(visitor, pair):
    _call, manager, _seats, _proposals, where = a_panel()
    visitor.sign_in(manager)
    assert visitor.post(f"{where}/assignment/assign", data={"pair": [pair], "shown": [pair]}).status_code in (302, 409)
    assert visitor.get(f"{where}/assignment?after={pair}").status_code == 200
    assert visitor.get(f"{where}/assignment/balance?each={pair}&seed={pair}").status_code == 200


def test_a_conflict_is_refused_with_its_reason_and_the_ticks_stay(visitor):
    _call, manager, seats, proposals, where = a_panel()
    b.with_role(seats[0].user, "owner", "company", proposals[0].company_id)
    pair = f"{proposals[1].id}-{seats[1].id}"
    visitor.sign_in(manager)
    answer = visitor.post(f"{where}/assignment/assign", data={"pair": [f"{proposals[0].id}-{seats[0].id}", pair]})
    assert answer.status_code == 409 and "신청 기업의 구성원입니다" in words_of(answer)
    assert f'value="{pair}" checked' in answer.get_data(as_text=True)
    assert db.session.query(Review).count() == 0


def test_a_recusal_shows_on_the_panel_and_a_substitute_is_called(visitor):
    call, manager, seats, proposals, where = a_panel(5, stories=("P01",))
    substitute = b.a_seat(call, substitute=True, user=b.a_user("윤자람(가상)"))
    made = operations.assign_balanced(call, "document", by=manager)
    operations.recuse_review(made[0], "shares", "주식을 가지고 있습니다.", by=made[0].reviewer)
    visitor.sign_in(manager)
    assert "1명 부족" in words_of(visitor.get(where)) and "윤자람(가상)" in words_of(visitor.get(where))
    page = words_of(visitor.get(f"/manage/reviews/{made[0].id}"))
    assert "본인이나 가족이 주식이나 지분을 가지고 있습니다" in page and "주식을 가지고 있습니다." in page

    given = {"proposal": proposals[0].id, "seat": substitute.id}
    assert visitor.post(f"{where}/substitute", data=given).status_code == 302
    assert "1명 부족" not in words_of(visitor.get(where))
    assert visitor.post(f"{where}/substitute", data=given).status_code == 409
    for odd in ({}, {"proposal": "x", "seat": "1"}, {"proposal": 999, "seat": substitute.id}):
        assert visitor.post(f"{where}/substitute", data=odd).status_code == 404


def test_reminding_and_releasing(visitor):
    call, manager, seats, proposals, where = a_panel()
    b.a_review(proposal=proposals[0], seat=seats[0], stage=seats[0].stage_key)
    transactions.commit()
    visitor.sign_in(manager)
    assert visitor.post(f"/manage/seats/{seats[0].id}/remind", data={"version": seats[0].version}).status_code == 302
    assert "오늘은 이미 알림을 보냈습니다." in words_of(visitor.get(where))
    idle = b.a_seat(call, stage=seats[0].stage_key)
    transactions.commit()
    assert "이 평가위원에게 남은 일이 없습니다." in words_of(visitor.get(where))
    assert visitor.post(f"/manage/seats/{idle.id}/remind", data={"version": idle.version}).status_code == 409
    assert visitor.post(f"/manage/seats/{seats[0].id}/remind", data={"version": seats[0].version}).status_code == 409
    assert visitor.post(f"/manage/seats/{seats[0].id}/release", data={"version": "99"}).status_code == 409
    assert visitor.post(f"/manage/seats/{seats[0].id}/release", data={"version": seats[0].version}).status_code == 302
    assert "사양했거나 해제된 사람" in words_of(visitor.get(where))


def test_a_sheet_is_read_after_it_is_confirmed_and_opened_again_with_a_reason(visitor):
    call, manager, seats, proposals, _where = a_panel(stage="final")
    review = operations.assign_review(proposals[0], seats[0], by=manager)
    operations.clear_review(review, by=review.reviewer)
    operations.write_review(review, story.typed(story.full_points(review), review), by=review.reviewer)
    visitor.sign_in(manager)
    where = f"/manage/reviews/{review.id}"
    page = words_of(visitor.get(where))
    assert "위원이 평가표를 확정한 뒤에 볼 수 있습니다" in page and story.REASON not in page

    operations.confirm_review(db.session.get(Review, review.id), by=review.reviewer)
    assert story.REASON in words_of(visitor.get(where))
    assert visitor.post(f"{where}/reopen", data={"reason": ""}).status_code == 422
    again = {"reason": "점수가 바뀌어 입력되었습니다.", "version": db.session.get(Review, review.id).version}
    assert visitor.post(f"{where}/reopen", data=again).status_code == 302
    assert db.session.get(Review, review.id).state == "open"


def test_what_one_stepped_down_from_is_opened_again_by_the_manager(visitor):
    _call, manager, seats, proposals, _where = a_panel(stage="final")
    review = operations.assign_review(proposals[0], seats[0], by=manager)
    operations.recuse_review(review, "family", "", by=review.reviewer)
    visitor.sign_in(manager)
    again = {"reason": "잘못 눌렀다고 합니다.", "version": review.version}
    assert visitor.post(f"/manage/reviews/{review.id}/readmit", data=again).status_code == 302
    assert db.session.get(Review, review.id).state == "assigned"
    assert visitor.post(f"/manage/reviews/{review.id}/remove", data={"version": review.version}).status_code == 302


def test_pages_read_few_statements_however_many_rows(visitor, statements):
    call, manager, seats, _proposals, where = a_panel(7, stories=("P01",))
    visitor.sign_in(manager)
    for n, each in ((0, 1), (29, 30)):
        company = b.a_company()
        for _ in range(n):
            b.a_proposal("in_review", call=call, company=company)
        operations.assign_balanced(call, "document", by=manager)
        transactions.commit()
        for address, most in ((where, 8), (f"{where}/assignment", 7), (f"{where}/assignment/balance", 7)):
            db.session.remove()
            statements.clear()
            assert visitor.get(address).status_code == 200
            assert len(statements) == most, f"{address} with {each}: " + "\n".join(text[:100] for text in statements)


def test_the_table_is_paged(visitor):
    call, manager, _seats, _proposals, where = a_panel(1, stories=())
    company = b.a_company()
    for _ in range(31):
        b.a_proposal("in_review", call=call, company=company)
    visitor.sign_in(manager)
    page = visitor.get(f"{where}/assignment").get_data(as_text=True)
    assert page.count('name="pair"') == 30 and "after=" in page
    after = page.split("after=")[1].split('"')[0]
    assert visitor.get(f"{where}/assignment?after={after}").get_data(as_text=True).count('name="pair"') == 1
