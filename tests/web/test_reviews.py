"""The reviewer's room in a browser: pledges, the conflict question, scoring that saves itself, confirming once."""

import io

import pytest

from portal.foundation import filing, transactions
from portal.foundation.db import db
from portal.reviews import operations
from portal.reviews.lifecycle import SeatState
from portal.reviews.marks import token_of
from portal.reviews.models import Review, Seat
from tests import builders as b
from tests.client import words_of
from tests.foundation.files import samples
from tests.reviews import story

SAVING_ITSELF = {"HX-Request": "true"}


def an_open_review(**more):
    review = b.a_review(proposal=b.a_proposal("in_review", stage="final", **more), stage="final")
    operations.clear_review(review, by=review.reviewer)
    return review


def a_form(review, **changes):
    """A whole sheet as the page sends it; changes by field name with _ for -."""
    form = {"-".join(place): typed.raw for place, typed in story.typed(story.full_points(review), review).items()}
    return form | {name.replace("__", "-"): value for name, value in changes.items()}


def test_from_the_invitation_to_the_confirmed_sheet(visitor):
    call = b.a_call("closed")
    manager, user = b.a_manager(call), b.a_user("김위원(가상)")
    proposal = b.a_proposal("in_review", call=call, stage="final")
    seat = operations.invite_reviewer(call, "final", {
        "email": user.email, "name": user.name, "group": "academia", "field": "로봇"}, by=manager)
    visitor.sign_in(user)

    assert "서약서 읽고 서명하기" in words_of(visitor.get("/review"))
    address = f"/review/seats/{seat.id}"
    assert "먼저 모든 서약서에 서명해 주세요." in words_of(visitor.get(address))
    for pledge in ("integrity", "confidentiality", "privacy"):
        assert visitor.post(f"{address}/sign", data={"pledge": pledge}).status_code == 302
    page = visitor.get(address)
    assert words_of(page).count("서명함") == 3 and "(한국시간)" in words_of(page)
    assert visitor.post(f"{address}/accept", data={"version": seat.version}).status_code == 302

    review = operations.assign_review(db.session.get(type(proposal), proposal.id), seat, by=manager)
    where = f"/review/{review.id}"
    assert "이해충돌 확인 (1)" in words_of(visitor.get("/review"))
    assert visitor.get(where).location == f"{where}/conflict"
    assert visitor.post(f"{where}/clear", data={"version": review.version}).location == where
    page = visitor.get(where)
    assert b.proposal_file("P01")["answers"]["solution"][:20] in words_of(page)
    assert 'href="#question-solution"' in page.get_data(as_text=True)

    assert visitor.post(f"{where}/write", data=a_form(review, go="confirm")).location == f"{where}/confirm"
    page = visitor.get(f"{where}/confirm")
    seal = page.get_data(as_text=True).split('name="seal" value="')[1].split('"')[0]
    assert "확정하면 평가표가 닫히고 집계에 들어갑니다" in words_of(page)
    assert visitor.post(f"{where}/confirm", data={"seal": seal}).status_code == 409, "a form that says no version is an old one"
    assert visitor.post(f"{where}/confirm", data={"seal": seal, "version": review.version}).status_code == 302
    page = words_of(visitor.get(where))
    assert "내 평가표" in page and "확정했습니다" in page and seal in page
    assert "확정한 평가표(1)" in words_of(visitor.get("/review"))


def test_before_the_question_is_answered_only_company_and_title_are_shown(visitor):
    review = b.a_review(proposal=b.a_proposal("in_review", stage="final"), stage="final")
    visitor.sign_in(review.reviewer)
    page = visitor.get(f"/review/{review.id}/conflict").get_data(as_text=True)
    assert review.proposal.title in page and review.proposal.company.name_ko in page
    for answer in b.proposal_file("P01")["answers"].values():
        if isinstance(answer, str) and answer not in (review.proposal.title, review.proposal.category):
            assert answer[:20] not in page
    for address in ("files/1", "confirm"):
        assert visitor.get(f"/review/{review.id}/{address}").status_code in (302, 404)


def test_without_pledges_even_the_question_waits(visitor):
    proposal = b.a_proposal("in_review", stage="final")
    seat = b.a_seat(proposal.call, stage="final", state=SeatState.INVITED)
    review = b.a_review(proposal=proposal, seat=seat, stage="final")
    visitor.sign_in(seat.user)
    assert visitor.get(f"/review/{review.id}/conflict").location == f"/review/seats/{seat.id}"


def test_after_stepping_down_every_page_of_it_is_gone(visitor):
    review = an_open_review()
    title, company = review.proposal.title, review.proposal.company.name_ko
    visitor.sign_in(review.reviewer)
    answer = visitor.post(f"/review/{review.id}/recuse", data={"kind": "adviser", "words": "지난해 자문했습니다.", "version": review.version})
    assert answer.location == "/review"

    for address in ("", "/conflict", "/confirm", "/files/1"):
        assert visitor.get(f"/review/{review.id}{address}").status_code == 404
    for verb in ("clear", "recuse", "write", "confirm"):
        assert visitor.post(f"/review/{review.id}/{verb}").status_code == 404
    page = words_of(visitor.get("/review"))
    assert "제안 1건의 평가를 회피했습니다." in page
    assert title not in page and company not in page


@pytest.mark.parametrize(("data", "told"), [({}, "어떤 관계인지 골라 주세요."), ({"kind": "other"}, "5자 이상"), ({"kind": "none"}, "어떤 관계인지")])
def test_a_report_without_its_kind_says_so_and_keeps_what_was_typed(visitor, data, told):
    review = an_open_review()
    visitor.sign_in(review.reviewer)
    answer = visitor.post(f"/review/{review.id}/recuse", data={"words": "가나", **data})
    assert answer.status_code == 422 and told in words_of(answer) and "가나" in answer.get_data(as_text=True)


@pytest.mark.parametrize("known_on", ["0001-01-01", "9999-12-31", "nonsense", "2026-13-45", "\x00", "١"])
def test_odd_days_are_refused_kindly(visitor, known_on):
    review = an_open_review()
    visitor.sign_in(review.reviewer)
    assert visitor.post(f"/review/{review.id}/recuse", data={"kind": "family", "known_on": known_on}).status_code == 422


def test_the_sheet_saves_itself_and_says_what_it_adds_up_to(visitor):
    review = an_open_review()
    visitor.sign_in(review.reviewer)
    form = {"points-need_clear": "2", "points-need_felt": "5", "reason-need": "짧음", "seen-points-need_clear": token_of("", 0)}
    answer = visitor.post(f"/review/{review.id}/write", data=form, headers=SAVING_ITSELF)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'name="seen-points-need_clear" value="{token_of("2", 1)}"' in text
    assert "25점 가운데 15점 이상이어야 합니다. 지금은 7점입니다." in words_of(answer)
    assert "평가 의견을 10자 이상 적어 주세요" in words_of(answer)
    assert 'id="sum-need" data-sum data-hx-swap-oob="true">7<' in text


def test_a_wrong_number_is_named_while_the_rest_is_kept(visitor):
    review = an_open_review()
    visitor.sign_in(review.reviewer)
    form = {"points-need_clear": "99", "points-need_felt": "12"}
    for headers in (SAVING_ITSELF, {}):
        answer = visitor.post(f"/review/{review.id}/write", data=form, headers=headers)
        assert answer.status_code == 422 and "10점까지 줄 수 있습니다" in words_of(answer)
    assert 'value="99"' in answer.get_data(as_text=True)
    assert [(mark.key, mark.value) for mark in db.session.get(Review, review.id).marks] == [("need_felt", "12")]


def test_two_windows_make_the_reviewer_choose(visitor):
    review = an_open_review()
    visitor.sign_in(review.reviewer)
    where, drawn = f"/review/{review.id}/write", token_of("", 0)
    visitor.post(where, data={"points-need_clear": "8", "seen-points-need_clear": drawn})
    late = {"points-need_clear": "5", "seen-points-need_clear": drawn}

    answer = visitor.post(where, data=late, headers=SAVING_ITSELF)
    assert answer.status_code == 409 and "다른 창에서 고친 내용이 있습니다" in words_of(answer)
    answer = visitor.post(where, data=late)
    assert answer.status_code == 409 and "여기에 적은 내용: 5" in words_of(answer) and "저장된 내용: 8" in words_of(answer)
    assert visitor.post(where, data=late).status_code == 409

    visitor.post(where, data={**late, "take-points-need_clear": "theirs"})
    assert db.session.get(Review, review.id).marks[0].value == "8"
    visitor.post(where, data={**late, "take-points-need_clear": token_of("8", 1)})
    assert db.session.get(Review, review.id).marks[0].value == "5"


def test_a_window_left_behind_never_gets_the_token_of_what_it_does_not_show(visitor):
    review = an_open_review()
    visitor.sign_in(review.reviewer)
    where, drawn = f"/review/{review.id}/write", token_of("", 0)
    behind = {"points-need_clear": "", "seen-points-need_clear": drawn, "points-tech_new": "8", "seen-points-tech_new": drawn}
    visitor.post(where, data={"points-need_clear": "9", "seen-points-need_clear": drawn})
    text = visitor.post(where, data=behind, headers=SAVING_ITSELF).get_data(as_text=True)
    assert 'id="seen-points-tech_new"' in text and 'id="seen-points-need_clear"' not in text


@pytest.mark.parametrize("data", [
    {}, {"points-need_clear": "\x00"}, {"points-need_clear": "1e309"}, {"reason-need": "가" * 100_000}, {"points-nonsense": "5"},
    {"points-need_clear": "5", "seen-points-need_clear": "💯"}, {"points-need_clear": "5", "take-points-need_clear": "nonsense"},
    {"comment-overall": "😀 좋습니다"}])
def test_whatever_is_sent_gets_an_answer(visitor, data):
    review = an_open_review()
    visitor.sign_in(review.reviewer)
    for headers in (SAVING_ITSELF, {}):
        assert visitor.post(f"/review/{review.id}/write", data=data, headers=headers).status_code in (200, 302, 409, 422)


def test_after_the_stage_the_sheet_only_reads_and_a_late_save_is_told_so(visitor):
    review = an_open_review()
    review.proposal.state = "not_selected"
    visitor.sign_in(review.reviewer)
    assert "이 단계의 채점이 끝났습니다" in words_of(visitor.get(f"/review/{review.id}"))
    assert visitor.post(f"/review/{review.id}/write", data=a_form(review), headers=SAVING_ITSELF).status_code == 410
    assert visitor.post(f"/review/{review.id}/write", data=a_form(review)).status_code == 409


def test_what_is_missing_is_listed_with_ways_to_it(visitor):
    review = an_open_review()
    visitor.sign_in(review.reviewer)
    form = a_form(review)
    for name in ("points-plan_site", "reason-team"):
        form[name] = ""
    visitor.post(f"/review/{review.id}/write", data=form)
    page = visitor.get(f"/review/{review.id}/confirm").get_data(as_text=True)
    assert f"/review/{review.id}#points-plan_site" in page and f"/review/{review.id}#reason-team" in page
    assert visitor.post(f"/review/{review.id}/confirm", data={"version": review.version}).status_code == 409


def test_confirming_costs_ten_statements(visitor, statements):
    review = an_open_review()
    for _ in range(6):
        b.a_review(proposal=review.proposal, seat=b.a_seat(review.call, stage="final"), stage="final")
    operations.write_review(review, story.typed(story.full_points(review), review), by=review.reviewer)
    from portal.reviews import tallies
    tallies.refresh(review.proposal, "final")
    visitor.sign_in(review.reviewer)
    transactions.commit()
    address, seen = f"/review/{review.id}/confirm", {"version": review.version}
    db.session.remove()
    statements.clear()

    assert visitor.post(address, data=seen).status_code == 302
    assert len(statements) == 10, "\n".join(text[:110] for text in statements)


def test_pages_read_few_statements_however_many_proposals(visitor, statements):
    review = an_open_review()
    visitor.sign_in(review.reviewer)
    for n, address, most in ((0, "/review", 3), (29, "/review", 3), (0, f"/review/{review.id}", 6), (0, f"/review/{review.id}/confirm", 3)):
        seat = db.session.get(Seat, review.seat_id)
        for _ in range(n):
            b.a_review(proposal=b.a_proposal("in_review", call=seat.call, stage="final"), seat=seat, stage="final")
        transactions.commit()
        db.session.remove()
        statements.clear()
        assert visitor.get(address).status_code == 200
        assert len(statements) == most, f"{address}: " + "\n".join(text[:110] for text in statements)


def test_nobody_sees_what_another_reviewer_gave(visitor):
    call, proposals, seats, _manager = story.golden_panel()
    reviews = {(r.proposal_id, r.reviewer_id): r for r in db.session.query(Review)}
    mine = reviews[proposals["P01"].id, seats["R1"].user_id]
    others = [r for r in reviews.values() if r.reviewer_id != seats["R1"].user_id]
    visitor.sign_in(seats["R1"].user)
    for address in ("/review", f"/review/{mine.id}"):
        page = visitor.get(address).get_data(as_text=True)
        for other in others:
            assert other.reviewer.name not in page
            assert not other.comment or other.comment in {mine.comment} or other.comment not in page
    for other in others[:8]:
        assert visitor.get(f"/review/{other.id}").status_code == 404


def test_a_file_is_fetched_only_while_one_judges_it(visitor):
    review = an_open_review()
    stored = filing.receive(io.BytesIO(samples.pdf()), "계획서.pdf", ["pdf"], 10_000_000, review.proposal.owner)
    review.proposal.submission.files = [{"slot": "plan", "name": stored.name, "size": stored.size, "sha256": stored.sha256,
                                         "file_id": stored.id}]
    panelist = b.a_seat(review.call, stage="final").user
    visitor.sign_in(review.reviewer)
    assert "계획서.pdf" in words_of(visitor.get(f"/review/{review.id}"))
    answer = visitor.get(f"/review/{review.id}/files/1")
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    answer.close()
    for position in (0, 2, 999):
        assert visitor.get(f"/review/{review.id}/files/{position}").status_code == 404
    visitor.sign_in(panelist)
    assert visitor.get(f"/review/{review.id}/files/1").status_code == 404


def test_an_empty_queue_says_what_will_happen(visitor):
    visitor.sign_in(b.a_user())
    assert "평가위원으로 초대되면 메일을 보내 드리고" in words_of(visitor.get("/review"))
