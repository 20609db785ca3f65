"""Seoul's calendar and UTC's instants."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from portal.foundation import clock
from portal.foundation.db import db
from tests.builders import a_user


@time_machine.travel(datetime(2026, 11, 22, 15, 0, tzinfo=UTC), tick=False)
def test_the_day_turns_at_midnight_in_seoul_not_in_london():
    assert clock.today() == date(2026, 11, 23)
    with time_machine.travel(datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 11, 22)


def test_a_seoul_day_begins_and_ends_in_utc():
    day = date(2026, 11, 22)
    assert clock.start_of(day) == datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    assert clock.end_of(day) == datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC)


def test_an_instant_comes_back_as_the_same_instant(app):
    user = a_user()
    moment = datetime(2026, 11, 22, 18, 0, tzinfo=clock.KST)
    user.confirmed_at = moment
    db.session.commit()
    db.session.expire_all()
    assert user.confirmed_at == moment
    assert user.confirmed_at.utcoffset().total_seconds() == 0


def test_an_instant_without_a_zone_is_refused(app):
    user = a_user()
    user.confirmed_at = datetime(2026, 11, 22, 18, 0)  # noqa: DTZ001
    with pytest.raises(Exception, match="time zone"):
        db.session.flush()


def test_a_story_is_told_at_its_own_time_and_then_it_is_now_again():
    noon = datetime(2026, 3, 2, 12, 0, tzinfo=clock.KST)
    with clock.at(noon):
        assert clock.now() == noon and clock.now().utcoffset() == timedelta(0)
        assert clock.today() == date(2026, 3, 2)
        with clock.at(noon + timedelta(days=1)):
            assert clock.today() == date(2026, 3, 3)
        assert clock.now() == noon
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_request_arrived_when_it_arrived_however_long_it_waits():
    start = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False), clock.arrived(clock.now()), \
            time_machine.travel(start + timedelta(seconds=20), tick=False):
        assert clock.arrival() == start and clock.now() == start + timedelta(seconds=20)
    with time_machine.travel(start + timedelta(minutes=1), tick=False):
        assert clock.arrival() == clock.now(), "outside a request it is now"


def test_seouls_wall_clock_shows_the_same_instant():
    moment = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    assert clock.in_seoul(moment) == moment
    assert clock.in_seoul(moment).strftime("%Y-%m-%d %H:%M") == "2026-11-23 00:30"
