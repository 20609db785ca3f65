"""Signing in: a sign-in is a row that ends; guessing is slowed for the guesser and for nobody else."""

import statistics
import time
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal.accounts import operations, passwords
from portal.accounts.models import FailedSignIn, MailLink, Nobody, SignIn
from portal.accounts.queries import find_signed_in, sign_ins_of
from portal.foundation import transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, TooMany
from portal.foundation.policy import SYSTEM
from tests import builders as b
from tests.accounts.letters import templates_to, token_in_last

PASSWORD = "느티나무 아래 파란 우산"
OTHER = "자전거 도둑과 노란 방석"


@pytest.fixture
def user():
    return b.a_user(password_hash=passwords.hash_of_password(PASSWORD))


def sign_in(user, password=PASSWORD, address="10.0.0.1", **more):
    return operations.sign_in(user.email, password, by=Nobody(), address=address, **more)


def wrong(user, times, address="10.0.0.1"):
    for _n in range(times):
        with pytest.raises(Refused):
            sign_in(user, "wrong", address)
    transactions.commit()


def test_a_sign_in_is_found_by_its_token_in_one_statement(user, statements):
    token = sign_in(user, device="Firefox, Linux").sign_in_token
    transactions.commit()
    db.session.expunge_all()
    statements.clear()
    assert find_signed_in(token).id == user.id
    assert len(statements) == 1
    assert find_signed_in(token + "x") is None
    assert not db.session.scalars(select(SignIn).where(SignIn.token_hash == token)).first()


def test_a_sign_in_ends_when_it_is_ended_or_runs_out(user):
    one, token = sign_in(user), user.sign_in_token
    operations.sign_out(token, by=one)
    transactions.commit()
    assert find_signed_in(token) is None
    token = sign_in(user, lasts=timedelta(hours=12)).sign_in_token
    transactions.commit()
    with time_machine.travel(now() + timedelta(hours=12, minutes=1)):
        assert find_signed_in(token) is None


def test_nobody_ends_the_sign_in_of_another(user):
    sign_in(user)
    transactions.commit()
    with pytest.raises(Forbidden):
        operations.end_sign_in(sign_ins_of(user)[0], by=b.a_user())


def test_five_wrong_tries_shut_out_this_place_for_this_account_only(user):
    neighbor = b.a_user(password_hash=user.password_hash)
    wrong(user, 5)
    with pytest.raises(TooMany):
        sign_in(user)
    assert sign_in(user, address="10.0.0.2").id == user.id, "the owner elsewhere is not shut out"
    assert sign_in(neighbor).id == neighbor.id, "neither is a colleague in the same office"
    with time_machine.travel(now() + timedelta(minutes=15, seconds=1)):
        assert sign_in(user).id == user.id


def test_an_unknown_address_is_shut_out_alike():
    class Ghost:
        email = "ghost@company.kr"
    wrong(Ghost, 5)
    with pytest.raises(TooMany):
        sign_in(Ghost)


def test_one_place_cannot_try_one_account_after_another():
    for n in range(6):
        wrong(b.a_user(email=f"victim{n}@company.kr"), 5, "10.9.9.9")
    with pytest.raises(TooMany):
        sign_in(b.a_user(password_hash="x"), address="10.9.9.9")


def test_four_wrong_tries_are_forgotten_after_a_right_one(user):
    wrong(user, 4)
    sign_in(user)
    transactions.commit()
    wrong(user, 4)
    assert sign_in(user).id == user.id


def test_wrong_and_unknown_take_the_same_time_and_say_the_same(user):
    b.a_user()
    db.session.commit()
    times, words = {"known": [], "unknown": []}, set()
    for n in range(15):
        for kind, email in (("known", user.email), ("unknown", f"nobody{n}@company.kr")):
            start = time.perf_counter()
            with pytest.raises(Refused) as refused:
                operations.sign_in(email, f"wrong {n}", by=Nobody(), address=f"10.1.{n}.1")
            times[kind].append(time.perf_counter() - start)
            words.add(str(refused.value))
            db.session.rollback()
    assert len(words) == 1
    known, unknown = (statistics.median(times[kind]) for kind in ("known", "unknown"))
    assert abs(known - unknown) < 0.25 * max(known, unknown), f"{known:.4f} s and {unknown:.4f} s"


def test_weaker_hashes_are_renewed_at_sign_in(user):
    from argon2 import PasswordHasher
    user.password_hash = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    sign_in(user)
    assert not passwords.is_outdated(user.password_hash)


def test_a_forgotten_password_is_set_by_letter_and_ends_every_sign_in(user):
    token = sign_in(user).sign_in_token
    operations.ask_for_reset(user.email.upper(), by=Nobody(), address="10.0.0.1")
    transactions.commit()
    link = token_in_last(user.email)
    operations.reset_password(link, OTHER, by=Nobody())
    transactions.commit()
    assert find_signed_in(token) is None
    assert sign_in(user, OTHER).id == user.id
    assert templates_to(user.email) == ["reset_password", "password_changed"]
    with pytest.raises(Missing):
        operations.reset_password(link, PASSWORD, by=Nobody())


def test_a_reset_link_ends_after_an_hour_and_all_links_end_when_one_is_used(user):
    for _n in range(2):
        operations.ask_for_reset(user.email, by=Nobody(), address="10.0.0.1")
        transactions.commit()
    from portal.accounts import links
    from portal.foundation import outbox
    first, second = (links.token_from(letter.context["seed"]) for letter in outbox.letters_to(user.email))
    with time_machine.travel(now() + timedelta(minutes=61)), pytest.raises(Missing):
        operations.reset_password(first, OTHER, by=Nobody())
    operations.reset_password(second, OTHER, by=Nobody())
    with pytest.raises(Missing):
        operations.reset_password(first, PASSWORD, by=Nobody())


def test_asking_for_an_unknown_address_sends_nothing_and_counts_as_guessing():
    operations.ask_for_reset("nobody@company.kr", by=Nobody(), address="10.0.0.7")
    assert templates_to("nobody@company.kr") == []
    assert db.session.scalar(select(func.count()).select_from(FailedSignIn).where(FailedSignIn.address == "10.0.0.7")) == 1


def test_no_more_than_three_reset_letters_an_hour(user):
    for _n in range(5):
        operations.ask_for_reset(user.email, by=Nobody(), address="10.0.0.1")
        transactions.commit()
    assert len(templates_to(user.email)) == 3


def test_a_weak_new_password_does_not_use_the_link_up(user):
    operations.ask_for_reset(user.email, by=Nobody(), address="10.0.0.1")
    link = token_in_last(user.email)
    with pytest.raises(Invalid):
        operations.reset_password(link, "company2026", by=Nobody())
    operations.reset_password(link, OTHER, by=Nobody())


def test_changing_the_password_needs_the_current_one_and_keeps_this_sign_in(user):
    elsewhere = sign_in(user).sign_in_token
    here = sign_in(user).sign_in_token
    with pytest.raises(Invalid) as refused:
        operations.change_password(user, "wrong", OTHER, by=user)
    assert set(refused.value.fields) == {"current"}
    operations.change_password(user, PASSWORD, OTHER, by=user)
    transactions.commit()
    assert find_signed_in(here) is not None
    assert find_signed_in(elsewhere) is None


def test_nobody_changes_the_password_of_another(user):
    with pytest.raises(Forbidden):
        operations.change_password(user, PASSWORD, OTHER, by=b.an_administrator())


def test_a_closed_account_is_out_at_once_and_may_come_back(user):
    admin = b.an_administrator()
    token = sign_in(user).sign_in_token
    operations.deactivate_person(user, by=admin)
    transactions.commit()
    assert find_signed_in(token) is None
    with pytest.raises(Refused, match="closed"):
        sign_in(user)
    operations.ask_for_reset(user.email, by=Nobody(), address="10.0.0.1")
    assert templates_to(user.email) == []
    operations.reactivate_person(user, by=admin)
    assert sign_in(user).id == user.id


def test_an_administrator_cannot_close_their_own_account():
    admin = b.an_administrator()
    with pytest.raises(Forbidden):
        operations.deactivate_person(admin, by=admin)


def test_stale_secrets_are_swept_and_fresh_ones_stay(user):
    sign_in(user)
    wrong(user, 1)
    operations.ask_for_reset(user.email, by=Nobody(), address="10.0.0.1")
    transactions.commit()
    operations.sweep_stale_secrets(by=SYSTEM)
    assert _left() == {"links": 1, "tries": 1, "sign_ins": 1}
    with time_machine.travel(now() + timedelta(days=2)):
        operations.sweep_stale_secrets(by=SYSTEM)
        assert _left() == {"links": 0, "tries": 0, "sign_ins": 1}
    with time_machine.travel(now() + timedelta(days=31)):
        operations.sweep_stale_secrets(by=SYSTEM)
        assert _left() == {"links": 0, "tries": 0, "sign_ins": 0}
    with pytest.raises(Forbidden):
        operations.sweep_stale_secrets(by=b.an_administrator())


def _left():
    tables = {"links": MailLink, "tries": FailedSignIn, "sign_ins": SignIn}
    return {name: db.session.scalar(select(func.count()).select_from(table)) for name, table in tables.items()}
