"""One review: the conflict question first, marks that never overwrite each other, confirmed once, reopened with a reason."""

from datetime import date, timedelta

import pytest

from portal.foundation import history, transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.reviews import operations, queries
from portal.reviews.lifecycle import SeatState
from portal.reviews.marks import Typed, seal_of_review, token_of
from portal.reviews.models import Tally
from tests import builders as b
from tests.reviews import story

POINTS = ("points", "need_clear")
REASON = ("reason", "need")


def an_open_review(stage="final"):
    review = b.a_review(proposal=b.a_proposal("in_review", stage=stage), stage=stage)
    operations.clear_review(review, by=review.reviewer)
    return review


def write(review, place, raw, seen=""):
    return operations.write_review(review, {place: Typed(raw, seen)}, by=review.reviewer)


def test_nothing_opens_before_the_pledges():
    proposal = b.a_proposal("in_review", stage="final")
    seat = b.a_seat(proposal.call, stage="final", state=SeatState.INVITED)
    review = b.a_review(proposal=proposal, seat=seat, stage="final")
    with pytest.raises(Refused, match="pledges"):
        operations.clear_review(review, by=seat.user)


def test_nothing_is_written_before_the_conflict_question():
    review = b.a_review(proposal=b.a_proposal("in_review", stage="final"), stage="final")
    with pytest.raises(Refused):
        write(review, POINTS, "8")


def test_whoever_steps_down_sees_it_no_more_and_counts_no_more():
    review = an_open_review()
    story.score(review)
    reviewer = review.reviewer
    operations.recuse_review(review, "adviser", "지난해 자문했습니다.", date(2025, 6, 1), by=reviewer)
    transactions.commit()

    with pytest.raises(Missing):
        queries.get_own_review(review.id, viewer=reviewer)
    desk, = queries.queue_of(reviewer)
    assert (desk.stepped_down, desk.given) == (1, 0)
    tally = db.session.query(Tally).one()
    assert (tally.confirmed, tally.recused, tally.assigned, tally.details["totals_e4"]) == (0, 1, 0, {})
    entry = history.history_of(review)[-1]
    assert (entry.verb, entry.before, entry.after) == ("recuse", "confirmed", "recused")
    with pytest.raises(Forbidden):
        operations.clear_review(review, by=reviewer)


@pytest.mark.parametrize(("kind", "words", "known", "field"), [
    ("friend", "", None, "kind"), ("", "", None, "kind"), ("other", "", None, "words"), ("family", "가" * 5000, None, "words"),
    ("family", "a\x00b", None, "words"), ("family", "", date(1, 1, 1), "known_on"), ("family", "", date(9999, 1, 1), "known_on")])
def test_a_report_says_what_kind_of_relation_it_is(kind, words, known, field):
    review = an_open_review()
    with pytest.raises(Invalid) as wrong:
        operations.recuse_review(review, kind, words, known, by=review.reviewer)
    assert set(wrong.value.fields) == {field}
    assert review.state == "open"


def test_the_day_one_learned_of_it_may_be_today():
    review = an_open_review()
    operations.recuse_review(review, "shares", "", today(), by=review.reviewer)
    assert review.conflict_known_on == today() and review.conflict_known_on < today() + timedelta(days=1)


def test_a_mistaken_report_is_undone_only_by_a_manager_with_a_reason():
    review = an_open_review()
    manager = b.a_manager(review.call)
    operations.recuse_review(review, "family", "", by=review.reviewer)
    with pytest.raises(Forbidden):
        operations.readmit_review(review, "잘못 눌렀습니다.", by=review.reviewer)
    with pytest.raises(Invalid):
        operations.readmit_review(review, " ", by=manager)

    operations.readmit_review(review, "잘못 눌렀다고 전화로 확인했습니다.", by=manager)
    assert (review.state, review.conflict_kind) == ("assigned", "")


@pytest.mark.parametrize(("raw", "kept"), [("8", "8"), (" 10 ", "10"), ("0", "0"), ("", ""), ("8.0", "8"), ("007", "7")])
def test_points_are_kept_as_plain_numbers(raw, kept):
    review = an_open_review()
    saved = write(review, POINTS, raw)
    assert not saved.problems
    assert {mark.key: mark.value for mark in review.marks} == ({"need_clear": kept} if kept else {})


@pytest.mark.parametrize("raw", ["11", "-1", "1e309", "8.5", "nan", "８", "\x00", "99999999999999999999", "여덟", "8,0", "💯"])
def test_points_off_the_scale_are_refused_beside_the_field(raw):
    review = an_open_review()
    saved = write(review, POINTS, raw)
    assert set(saved.problems) == {POINTS} and not review.marks


def test_good_marks_are_kept_even_where_others_are_refused():
    review = an_open_review()
    saved = operations.write_review(review, {POINTS: Typed("99"), ("points", "need_felt"): Typed("12"), REASON: Typed("x" * 3000)},
                                    by=review.reviewer)
    assert set(saved.problems) == {POINTS, REASON}
    assert [(mark.key, mark.value) for mark in review.marks] == [("need_felt", "12")]


def test_two_windows_never_overwrite_each_other_unseen():
    review = an_open_review()
    drawn = token_of("", 0)
    write(review, POINTS, "8", drawn)
    saved = write(review, POINTS, "5", drawn)

    clash = saved.clashes[POINTS]
    assert (clash.kept, clash.mine) == ("8", "5")
    assert review.marks[0].value == "8"
    saved = write(review, POINTS, "5", clash.token)
    assert not saved.clashes and review.marks[0].value == "5"


def test_a_window_that_only_looked_changes_nothing():
    review = an_open_review()
    write(review, POINTS, "8", token_of("", 0))
    old = token_of("8", 1)
    write(review, POINTS, "9", old)

    saved = write(review, POINTS, "8", old)

    assert not saved.clashes and review.marks[0].value == "9"
    assert POINTS not in saved.tokens, "a fresh token would let its next save overwrite what it never showed"
    assert write(review, POINTS, "7", old).clashes


def test_hangul_is_kept_composed_and_lines_as_lines():
    import unicodedata

    review = an_open_review()
    write(review, REASON, unicodedata.normalize("NFD", "근거가 분명합니다.\r\n좋습니다."))
    assert review.marks[0].value == "근거가 분명합니다.\n좋습니다."


def test_a_sheet_is_confirmed_only_when_whole():
    review = an_open_review()
    points = story.full_points(review)
    del points["plan_site"]
    sheet = story.typed(points, review)
    del sheet["reason", "team"]
    operations.write_review(review, sheet, by=review.reviewer)
    with pytest.raises(Refused, match="Still missing: .*Site and department readiness.*reason for “Capability”"):
        operations.confirm_review(review, by=review.reviewer)


def test_a_criterion_under_its_floor_cannot_be_confirmed_and_is_named():
    review = an_open_review()
    operations.write_review(review, story.typed({**story.full_points(review), "need_clear": 2, "need_felt": 5}, review),
                            by=review.reviewer)
    with pytest.raises(Refused, match="Public need and value must get at least 15 of 25 points; it has 7"):
        operations.confirm_review(review, by=review.reviewer)


def test_a_reason_of_two_words_cannot_be_confirmed():
    review = an_open_review()
    operations.write_review(review, {**story.typed(story.full_points(review), review), REASON: Typed("좋음")}, by=review.reviewer)
    with pytest.raises(Refused, match="at least 10 characters"):
        operations.confirm_review(review, by=review.reviewer)


def test_what_is_confirmed_is_what_was_shown():
    review = an_open_review()
    operations.write_review(review, story.typed(story.full_points(review), review), by=review.reviewer)
    shown = seal_of_review(review)
    write(review, POINTS, "7", token_of("9", 1))
    with pytest.raises(Stale):
        operations.confirm_review(review, by=review.reviewer, seal=shown)

    operations.confirm_review(review, by=review.reviewer, seal=seal_of_review(review))
    transactions.commit()
    assert review.total_e4 == sum(review.criterion_totals.values())
    assert history.history_of(review)[-1].details["sha256"] == seal_of_review(review)
    with pytest.raises(Refused):
        write(review, POINTS, "10")


def test_a_confirmed_sheet_is_opened_again_only_with_a_reason_and_counts_no_more():
    review = an_open_review()
    manager = b.a_manager(review.call)
    story.score(review)
    with pytest.raises(Forbidden):
        operations.reopen_review(review, "다시 보고 싶습니다.", by=review.reviewer)
    with pytest.raises(Invalid):
        operations.reopen_review(review, "", by=manager)

    total = review.total_e4
    operations.reopen_review(review, "두 항목의 점수가 바뀌어 입력되었다고 합니다.", by=manager)
    transactions.commit()

    assert (review.state, review.total_e4) == ("open", None)
    assert db.session.query(Tally).one().confirmed == 0
    entry = history.history_of(review)[-1]
    assert entry.details["total_e4"] == total and "바뀌어" in entry.note


def test_after_the_stage_nothing_moves_any_more():
    review = an_open_review()
    story.score(review)
    review.proposal.state = "selected"
    db.session.flush()
    for act in (lambda: operations.reopen_review(review, "다시 봐 주세요.", by=b.a_manager(review.call)),
                lambda: operations.recuse_review(review, "family", "", by=review.reviewer)):
        with pytest.raises(Refused, match="ended"):
            act()


def test_the_queue_reads_two_statements_however_long_it_is(statements):
    call = b.a_call("closed")
    seat = b.a_seat(call, stage="final")
    seen = []
    for n in (1, 29):
        for _ in range(n):
            b.a_review(proposal=b.a_proposal("in_review", call=call, stage="final"), seat=seat, stage="final")
        user = seat.user
        transactions.commit()
        db.session.expire_all()
        _ = user.id, user.confirmed_at, user.email
        statements.clear()
        desk, = queries.queue_of(user)
        assert [review.proposal.company.name_ko for review in desk.to_clear] and desk.stage
        seen.append(len(statements))
    assert seen == [2, 2]
