"""Letters that are owed: which are due and in what order, leased once, tried later and later, told of once."""

from datetime import timedelta

import pytest
import time_machine

from portal.foundation import outbox, transactions
from portal.foundation.clock import now
from portal.foundation.errors import Forbidden
from portal.foundation.outbox import LEASE, WAITS, Owed, letters_to, mark_failed, mark_sent, take_due
from portal.foundation.policy import SYSTEM
from tests import builders as b

TO = "applicant@example.test"


def owe(*purposes, locale="ko"):
    for purpose in purposes:
        outbox.owe(Owed(purpose, TO, "_greeting", {"n": purpose}, locale))
    transactions.commit()


def purposes(letters):
    return [letter.purpose for letter in letters]


def test_a_letter_keeps_everything_it_was_owed_with():
    owe("one", locale="en")
    (letter,) = letters_to(TO)
    assert (letter.purpose, letter.to_email, letter.locale, letter.template, letter.context) == (
        "one", TO, "en", "_greeting", {"n": "one"})
    assert (letter.sent_at, letter.attempts, letter.leased_until) == (None, 0, None)
    assert letter.next_try_at == letter.created_at


def test_the_oldest_leave_first_and_no_more_than_asked_for():
    start = now()
    for minutes, purpose in ((3, "third"), (1, "first"), (2, "second")):
        with time_machine.travel(start - timedelta(minutes=minutes), tick=False):
            owe(f"{purpose}")
    assert purposes(take_due(2)) == ["third", "second"]
    assert purposes(take_due(2)) == ["first"]


def test_a_leased_letter_is_nobody_elses_until_the_lease_runs_out():
    owe("one")
    start = now()
    with time_machine.travel(start, tick=False):
        (letter,) = take_due()
        assert (letter.leased_until, letter.attempts) == (start + LEASE, 1)
        assert take_due() == []
    with time_machine.travel(start + LEASE, tick=False):
        assert take_due() == []
    with time_machine.travel(start + LEASE + timedelta(seconds=1), tick=False):
        assert [letter.attempts for letter in take_due()] == [2]


def test_a_letter_that_failed_waits_longer_each_time_and_is_free_when_its_time_comes():
    owe("one")
    moment, waited = now(), []
    for _try in range(len(WAITS) + 2):
        with time_machine.travel(moment, tick=False):
            (letter,) = take_due()
            mark_failed(letter, "451 later", for_good=False)
            assert letter.leased_until is None
            waited.append(letter.next_try_at - moment)
            moment = letter.next_try_at
        with time_machine.travel(moment - timedelta(seconds=1), tick=False):
            assert take_due() == [], "not before its time"
    assert waited == [*WAITS, WAITS[-1], WAITS[-1]]


def test_a_letter_refused_for_good_is_never_due_again_and_says_why_in_few_words():
    owe("one")
    (letter,) = take_due()
    mark_failed(letter, "550 " + "x" * 5000, for_good=True)
    assert letter.last_error == "550 " + "x" * 496
    with time_machine.travel(now() + timedelta(days=400)):
        assert take_due() == []


def test_a_letter_that_left_is_never_due_again_and_its_trouble_is_forgotten():
    owe("one")
    (letter,) = take_due()
    mark_failed(letter, "451 later", for_good=False)
    with time_machine.travel(now() + timedelta(hours=1)):
        (letter,) = take_due()
        mark_sent(letter)
    assert letter.sent_at is not None
    assert (letter.next_try_at, letter.leased_until, letter.last_error) == (None, None, None)
    with time_machine.travel(now() + timedelta(days=400)):
        assert take_due() == []


def test_only_the_portal_may_say_that_all_were_told():
    owe("one")
    with pytest.raises(Forbidden):
        outbox.mark_all_told(by=b.an_administrator())
    assert purposes(take_due()) == ["one"]


def test_all_were_told_means_those_that_wait_too_and_wakes_nobody(monkeypatch):
    woken = []
    owe("left", "refused", "due")
    left, refused, _due = take_due()
    mark_sent(left)
    mark_failed(refused, "550 no", for_good=True)
    transactions.commit()
    before = left.sent_at
    monkeypatch.setattr(outbox, "wakes", [lambda: woken.append(1)])

    with time_machine.travel(now() + timedelta(hours=1)):
        outbox.owe(Owed("waiting", TO, "_greeting"))
        outbox.mark_all_told(by=SYSTEM)
        transactions.commit()
        assert take_due() == []

    told = {letter.purpose: letter.sent_at for letter in letters_to(TO)}
    assert told["left"] == before and told["refused"] is None, "what had ended stays as it was"
    assert told["due"] > before and told["waiting"] > before
    assert woken == []
