"""Readings over the pages: typed, shown as picture and table, marked as void."""

import io
from datetime import timedelta

import pytest

from portal.foundation.clock import today
from portal.foundation.db import db
from portal.pilots.models import Reading
from tests import builders as b
from tests.client import words_of
from tests.foundation.files import samples


def address(kpi, room="apply"):
    return f"/{room}/pilots/{kpi.pilot_id}/kpis/{kpi.id}"


def test_a_reading_with_evidence_is_added_and_drawn(visitor):
    kpi = b.a_kpi()
    visitor.sign_in(b.an_owner(kpi.pilot.company))
    answer = visitor.post(f"{address(kpi)}/measure", content_type="multipart/form-data", data={
        "value": "31", "measured_on": today().isoformat(), "note": "민원대장에서 세었습니다.",
        "file": (io.BytesIO(samples.pdf()), "민원대장.pdf")})
    assert answer.status_code == 302
    page = visitor.get(address(kpi))
    for told in ("31건/월", "64.7%", "민원대장에서 세었습니다.", "민원대장.pdf", "표로 보기"):
        assert told in words_of(page), told
    assert 'class="reading is-last"' in page.get_data(as_text=True)
    download = visitor.get(f"{address(kpi)}/readings/{db.session.query(Reading).one().id}/file")
    assert download.data == samples.pdf()
    download.close()


@pytest.mark.parametrize("data", [
    {}, {"value": "많음"}, {"value": "1e309"}, {"value": "-"}, {"value": "1" * 4000}, {"value": "\0"}, {"value": "🙂"},
    {"measured_on": "0001-01-01"}, {"measured_on": "9999-12-31"}, {"measured_on": "어제"}, {"measured_on": ""},
    {"measured_on": (today() + timedelta(days=1)).isoformat()}, {"note": "\0"}, {"note": "가" * 501},
])
def test_what_cannot_be_kept_is_said_and_stays_typed(visitor, data):
    kpi = b.a_kpi()
    visitor.sign_in(b.an_owner(kpi.pilot.company))
    given = {"value": "31", "measured_on": today().isoformat(), **data} if data else {}
    answer = visitor.post(f"{address(kpi)}/measure", content_type="multipart/form-data", data=given)
    assert answer.status_code == 422
    assert db.session.query(Reading).count() == 0
    assert 'class="error-summary"' in answer.get_data(as_text=True)


def test_a_refused_file_leaves_no_reading(visitor):
    kpi = b.a_kpi()
    visitor.sign_in(b.an_owner(kpi.pilot.company))
    answer = visitor.post(f"{address(kpi)}/measure", content_type="multipart/form-data", data={
        "value": "31", "measured_on": today().isoformat(), "file": (io.BytesIO(b"#!/bin/sh"), "run.sh")})
    assert (answer.status_code, db.session.query(Reading).count()) == (422, 0)
    assert "run.sh" in words_of(answer)


def test_a_mistake_is_marked_with_a_reason_and_stays_in_the_table(visitor):
    kpi = b.a_kpi()
    owner = b.an_owner(kpi.pilot.company)
    wrong, good = b.a_reading(kpi, "3.1", by=owner), b.a_reading(kpi, "31", by=owner, days_ago=3)
    visitor.sign_in(owner)
    where = f"{address(kpi)}/readings/{wrong.id}/void_reading"
    short = visitor.post(where, data={"reason": "오타"})
    assert short.status_code == 422
    assert "오타</textarea>" in short.get_data(as_text=True)
    assert visitor.post(where, data={"reason": "소수점을 잘못 적었습니다."}).status_code == 302
    assert visitor.post(where, data={"reason": "소수점을 잘못 적었습니다."}).status_code == 409
    words = words_of(visitor.get(address(kpi)))
    for told in ("3.1건/월", "무효", "소수점을 잘못 적었습니다.", "64.7%"):
        assert told in words, told
    assert db.session.get(Reading, good.id).voided_at is None


def test_a_limit_is_said_to_be_a_limit(visitor):
    kpi = b.a_kpi(baseline="0", target="10")
    owner = b.an_owner(kpi.pilot.company)
    b.a_reading(kpi, "12", by=owner)
    words = words_of(visitor.sign_in(owner).get(address(kpi)))
    for told in ("한도(10건/월)를 지키지 못했습니다", "이 지표는 한도입니다"):
        assert told in words, told


def test_the_host_reads_and_does_not_measure(visitor):
    department = b.a_department()
    kpi = b.a_kpi(b.a_pilot(department=department))
    page = visitor.sign_in(b.an_officer(department)).get(address(kpi, "manage"))
    assert "기업과 주무관이 측정값을 넣습니다" in words_of(page)
    assert "/measure" not in page.get_data(as_text=True)


@pytest.mark.parametrize("readings", [1, 20])
def test_a_kpi_reads_three_statements_however_many_readings(visitor, statements, readings):
    kpi = b.a_kpi()
    owner = b.an_owner(kpi.pilot.company)
    for _n in range(readings):
        b.a_reading(kpi, by=owner)
    visitor.sign_in(owner)
    where = address(kpi)
    db.session.expunge_all()
    statements.clear()
    visitor.get(where)
    assert len(statements) == 3
