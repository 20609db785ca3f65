"""KPIs are measured by exact figures on real days; a mistake is marked, never erased."""

from datetime import date, timedelta

import pytest

from portal.foundation.clock import today
from portal.foundation.errors import Forbidden, Invalid, Refused
from portal.pilots import operations
from portal.pilots.progress import overall_of, progress_in, progress_of
from tests import builders as b


def measured(kpi, value, day=None, **more):
    return operations.add_reading(kpi, value, day or today(), by=b.an_owner(kpi.pilot.company), **more)


@pytest.mark.parametrize(("typed", "kept"), [("31", "31"), (" 1,200.50 ", "1200.50"), ("-3.25", "-3.25"), ("0.0001", "0.0001"),
                                             ("123456789012", "123456789012")])
def test_a_value_is_kept_as_it_was_measured(typed, kept):
    assert measured(b.a_kpi(), typed).value == kept


@pytest.mark.parametrize("typed", ["", " ", "많음", "1e309", "1e3", "NaN", "inf", "1.23456", "1234567890123", "１２", "1/3",
                                   "--1", "1,20", "\0", "🙂", "٣", "+5", ".5"])
def test_what_is_no_plain_number_is_refused(typed):
    kpi = b.a_kpi()
    with pytest.raises(Invalid) as refused:
        measured(kpi, typed)
    assert (list(refused.value.fields), kpi.readings) == (["value"], [])


@pytest.mark.parametrize("day", [today() + timedelta(days=1), today() - timedelta(days=41), date(1, 1, 1), date(9999, 12, 31)])
def test_a_reading_lies_between_the_first_day_and_today(day):
    with pytest.raises(Invalid) as refused:
        measured(b.a_kpi(), "1", day)
    assert list(refused.value.fields) == ["measured_on"]


def test_nothing_is_measured_before_the_first_day_or_after_the_end():
    soon = b.a_pilot("preparing")
    soon.starts_on = today() + timedelta(days=3)
    with pytest.raises(Refused, match="from the first day"):
        measured(b.a_kpi(soon), "1")
    with pytest.raises(Refused):
        measured(b.a_kpi(b.a_pilot("finished")), "1")


def test_the_company_and_the_manager_measure_and_the_host_does_not():
    department = b.a_department()
    kpi = b.a_kpi(b.a_pilot(department=department))
    operations.add_reading(kpi, "40", today(), by=b.a_manager(kpi.pilot.call))
    for somebody in (b.an_officer(department), b.an_approver(kpi.pilot.call), b.an_owner(b.a_company("㈜남의회사(가상)"))):
        with pytest.raises(Forbidden):
            operations.add_reading(kpi, "40", today(), by=somebody)


def test_a_mistake_stays_readable_and_counts_no_more():
    kpi = b.a_kpi()
    good, wrong = measured(kpi, "31"), measured(kpi, "3.1")
    assert progress_of(kpi, starts_on=kpi.pilot.starts_on, ends_on=kpi.pilot.ends_on).percent == 120
    operations.void_reading(wrong, "소수점을 잘못 적었습니다.", by=b.an_owner(kpi.pilot.company))
    assert progress_of(kpi, starts_on=kpi.pilot.starts_on, ends_on=kpi.pilot.ends_on).percent_text == "64.7"
    assert [reading.value for reading in kpi.readings] == ["31", "3.1"]
    assert good.voided_at is None
    with pytest.raises(Refused, match="void already"):
        operations.void_reading(wrong, "소수점을 잘못 적었습니다.", by=b.an_owner(kpi.pilot.company))


def test_marking_as_void_needs_a_reason():
    reading = measured(b.a_kpi(), "31")
    with pytest.raises(Invalid):
        operations.void_reading(reading, "오타", by=b.an_owner(reading.kpi.pilot.company))
    assert reading.voided_at is None


def test_the_newest_day_counts_and_of_one_day_the_one_entered_last():
    kpi = b.a_kpi()
    owner = b.an_owner(kpi.pilot.company)
    for value, ago in (("30", 1), ("35", 5), ("28", 1)):
        b.a_reading(kpi, value, by=owner, days_ago=ago)
    assert progress_of(kpi, starts_on=kpi.pilot.starts_on, ends_on=kpi.pilot.ends_on).last.value == "28"


def test_all_kpis_together_are_weighted():
    pilot = b.a_pilot()
    owner = b.an_owner(pilot.company)
    way, limit = b.a_kpi(pilot), b.a_kpi(pilot, baseline="0", target="1")
    way.weight, limit.weight = 75, 25
    b.a_reading(way, "33.5", by=owner)
    b.a_reading(limit, "2", by=owner)
    together = overall_of(progress_in(pilot))
    assert (together.percent, together.measured_weight) == (37.5, 100)
