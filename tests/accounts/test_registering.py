"""Registering and confirming: the same answer for everybody, one use for every link, hashes only in the database."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import operations
from portal.accounts.models import MailLink, Nobody, User
from portal.accounts.queries import find_link, find_user_by_email
from portal.foundation import history, outbox, transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused
from portal.foundation.policy import SYSTEM
from tests import builders as b
from tests.accounts.letters import templates_to, text_of_last, token_in_last

PASSWORD = "느티나무 아래 파란 우산"
ADDRESS = "new@company.kr"


def registration(**more):
    return {"email": ADDRESS, "name": "새사람(가상)", "password": PASSWORD, "locale": "ko", **more}


def register(**more):
    operations.register(registration(**more), by=Nobody())
    transactions.commit()


def sign_in(password=PASSWORD, email=ADDRESS, address="10.0.0.1"):
    return operations.sign_in(email, password, by=Nobody(), address=address)


def test_a_new_person_confirms_by_letter_and_signs_in():
    register()
    user = operations.confirm_address(token_in_last(ADDRESS), by=Nobody())
    transactions.commit()
    assert user.confirmed_at is not None
    assert sign_in().id == user.id
    assert [entry.verb for entry in history.history_of(user)] == ["register", "confirm"]


def test_before_confirming_one_is_told_so_only_with_the_right_password():
    register()
    with pytest.raises(Refused, match="not confirmed"):
        sign_in()
    with pytest.raises(Refused, match="not right"):
        sign_in("something quite different")


def test_a_known_address_gets_a_letter_and_nothing_changes():
    user = b.a_user(email=ADDRESS)
    register(name="누군가(가상)")
    assert templates_to(ADDRESS) == ["already_registered"]
    assert user.name != "누군가(가상)"
    register()
    assert templates_to(ADDRESS) == ["already_registered"], "not a second one within the hour"


def test_a_link_works_once():
    register()
    token = token_in_last(ADDRESS)
    operations.confirm_address(token, by=Nobody())
    transactions.commit()
    with pytest.raises(Missing):
        operations.confirm_address(token, by=Nobody())


def test_a_link_ends_after_a_day():
    register()
    token = token_in_last(ADDRESS)
    with time_machine.travel(now() + timedelta(hours=24, minutes=1)), pytest.raises(Missing):
        operations.confirm_address(token, by=Nobody())


def test_neither_the_row_nor_the_letter_in_the_database_holds_the_token():
    register()
    token = token_in_last(ADDRESS)
    stored = [str(row) for table in (MailLink.__table__, outbox.Letter.__table__) for row in db.session.execute(select(table))]
    assert len(stored) == 2
    assert not any(token in row for row in stored)
    assert f"/confirm/{token}" in text_of_last(ADDRESS)


def test_whoever_registers_a_foreign_address_first_does_not_choose_its_password():
    register(password="the password of a stranger 1")
    register()
    operations.confirm_address(token_in_last(ADDRESS), by=Nobody())
    transactions.commit()
    assert sign_in().email == ADDRESS
    with pytest.raises(Refused):
        sign_in("the password of a stranger 1")


def test_a_mailbox_is_not_flooded():
    for _n in range(8):
        register()
    assert len(templates_to(ADDRESS)) == 5


def test_what_is_wrong_is_said_without_looking_for_the_account(statements):
    with pytest.raises(Invalid) as refused:
        operations.register(registration(email="no", name=" ", password="short", locale="fr"), by=Nobody())
    assert set(refused.value.fields) == {"email", "name", "password", "locale"}
    assert statements == []


def test_a_reset_link_does_not_confirm_and_the_other_way_round():
    register()
    assert find_link("reset", token_in_last(ADDRESS)) is None


def test_only_the_portal_adds_people_without_a_letter():
    person = operations.add_person(registration(), by=SYSTEM)
    transactions.commit()
    assert sign_in().id == person.id
    with pytest.raises(Forbidden):
        operations.add_person(registration(email="other@company.kr"), by=b.an_administrator())


def test_an_address_is_found_however_it_is_written():
    user = b.a_user(email=ADDRESS)
    assert find_user_by_email(" NEW@company.kr ") is user
    assert find_user_by_email("nobody@company.kr") is None
    assert db.session.scalar(select(User.id).where(User.email == ADDRESS)) == user.id
