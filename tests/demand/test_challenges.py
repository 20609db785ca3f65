"""A challenge: written by its department, posted when nothing is missing, closed by the clock, withdrawn for a reason."""

from datetime import timedelta

import pytest

from portal.accounts.models import Nobody
from portal.demand import operations
from portal.demand.models import Challenge
from portal.demand.queries import challenges as queries
from portal.foundation import clock, transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from tests import builders as b

WHOLE = {
    "title_ko": "횡단보도 대기가 깁니다", "problem_ko": "어린이가 오래 기다립니다.", "measure_ko": "민원 건수", "data_ko": "신호 기록",
    "figure": "1,042.5", "unit": "건", "source": "민원 처리대장", "target": "500건 이하", "field": "safety",
    "closes_on": (today() + timedelta(days=30)).isoformat(),
}


@pytest.fixture
def department():
    return b.a_department()


@pytest.fixture
def officer(department):
    return b.an_officer(department)


def test_a_title_is_enough_to_save_but_not_to_post(department, officer):
    challenge = operations.begin_challenge(department, {"title_ko": "제목만"}, by=officer)
    assert operations.begin_challenge(department, {"title_ko": " 제목만 "}, by=officer) is challenge
    with pytest.raises(Refused, match="Still empty"):
        operations.post_challenge(challenge, by=officer)
    operations.write_challenge(challenge, WHOLE, by=officer)
    operations.post_challenge(challenge, by=officer)
    assert challenge.phase == "open" and challenge.figure == "1042.5"
    assert queries.get_challenge(challenge.id, viewer=Nobody()) is challenge


def test_nobody_but_the_department_sees_or_writes_a_draft(department, officer):
    draft = b.a_challenge("writing", department=department)
    for viewer in (Nobody(), b.an_officer(b.a_department()), b.a_manager(b.a_program(department))):
        with pytest.raises(Missing):
            queries.get_challenge(draft.id, viewer=viewer)
        with pytest.raises(Forbidden):
            operations.write_challenge(draft, WHOLE, by=viewer)
    assert queries.get_own_challenge(draft.id, viewer=officer) is draft


@pytest.mark.parametrize(("name", "typed"), [
    ("title_ko", ""), ("title_ko", "가" * 121), ("figure", "1e309"), ("figure", "많음"), ("closes_on", "0001-01-01"),
    ("closes_on", "내일"), ("closes_on", (today() - timedelta(days=1)).isoformat()), ("field", "없는분야"), ("site_id", "999"),
    ("problem_ko", "가" * 2001), ("data_en", "x" * 2001), ("unit", "가" * 41),
])
def test_what_cannot_be_taken_is_said_beside_its_field(department, officer, name, typed):
    with pytest.raises(Invalid) as wrong:
        operations.begin_challenge(department, {**WHOLE, name: typed}, by=officer)
    assert set(wrong.value.fields) == {name} and db.session.query(Challenge).count() == 0


def test_a_site_of_another_city_is_refused(department, officer):
    far, near = b.a_site(b.a_municipality()), b.a_site(department.municipality)
    with pytest.raises(Invalid):
        operations.begin_challenge(department, {**WHOLE, "site_id": str(far.id)}, by=officer)
    assert operations.begin_challenge(department, {**WHOLE, "site_id": str(near.id)}, by=officer).site_id == near.id


def test_what_is_posted_stays_complete_and_its_former_words_on_record(department, officer):
    challenge = b.a_challenge(department=department)
    with pytest.raises(Invalid):
        operations.write_challenge(challenge, {**WHOLE, "problem_ko": ""}, by=officer)
    operations.write_challenge(challenge, WHOLE, by=officer)
    transactions.commit()
    assert history_of(challenge)[-1].details["was"]["figure"] == "42"


def test_past_its_deadline_it_is_closed_by_the_clock_alone(department, officer):
    challenge = b.a_challenge(department=department)
    with clock.at(challenge.closes_at), clock.arrived(challenge.closes_at):
        assert challenge.phase == "open" and queries.challenges_in_phase("open") == [challenge]
    late = challenge.closes_at + timedelta(seconds=1)
    with clock.at(late), clock.arrived(late):
        assert challenge.phase == "closed" and challenge.state == "posted"
        assert queries.challenges_in_phase("open") == [] and queries.challenges_in_phase("closed") == [challenge]
        with pytest.raises(Refused, match="counts as closed"):
            operations.write_challenge(challenge, WHOLE, by=officer)


def test_withdrawn_it_leaves_the_list_and_its_page_says_why(department, officer):
    challenge = b.a_challenge(department=department)
    with pytest.raises(Invalid):
        operations.withdraw_challenge(challenge, "  ", by=officer)
    operations.withdraw_challenge(challenge, "예산이 없어졌습니다.", by=officer)
    assert queries.challenges_in_phase("open") == queries.challenges_in_phase("closed") == []
    assert queries.get_challenge(challenge.id, viewer=Nobody()).reason == "예산이 없어졌습니다."
    draft = b.a_challenge("writing", department=department)
    operations.withdraw_challenge(draft, "쓰지 않기로 했습니다.", by=officer)
    with pytest.raises(Missing):
        queries.get_challenge(draft.id, viewer=Nobody())


def test_the_second_of_two_officers_is_told(department, officer):
    challenge = b.a_challenge(department=department)
    transactions.commit()
    seen = challenge.version
    operations.write_challenge(challenge, WHOLE, by=officer, seen=seen)
    transactions.commit()
    with pytest.raises(Stale):
        operations.close_challenge(challenge, by=b.an_officer(department), seen=seen)


def test_overlaps_are_named_across_cities_and_neither_drafts_nor_ended_ones_count(department):
    mine = b.a_challenge("writing", department=department)
    same = b.a_challenge()
    words = b.a_challenge(field="tourism")
    b.a_challenge("writing")
    b.a_challenge(days=-1)
    b.a_challenge(field="tourism", title={"ko": "빈 상가", "en": ""}, problem={"ko": "관광객이 줄었습니다", "en": ""},
                  measure={"ko": "방문객", "en": ""})
    found = queries.overlapping(mine)
    assert [each.challenge for each in found] == [same, words]
    assert [reason.kind for reason in found[0].reasons] == ["field", "words"]
    assert [reason.kind for reason in found[1].reasons] == ["words"] and "횡단보도" in found[1].reasons[0].words


def test_the_lists_go_on_from_the_last_one_seen():
    rows = [b.a_challenge(days=days) for days in (9, 3, 5, 5)]
    first = queries.challenges_in_phase("open", limit=2)
    rest = queries.challenges_in_phase("open", after=first[-1].id, limit=9)
    assert [*first, *rest] == sorted(rows, key=lambda row: (row.closes_at, row.id))
