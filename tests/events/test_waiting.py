"""A company that an event passed by may wait in the standing pool, with its consent, and takes itself out again."""

import pytest

from portal.demand.operations import leave_pool
from portal.demand.queries.pool import pool_entries_of, search_pool
from portal.events import operations
from portal.foundation import transactions
from portal.foundation.errors import Forbidden, Missing, Refused
from tests import builders as b
from tests.client import words_of


@pytest.fixture
def company():
    return b.a_company(one_line="보도 로봇으로 나릅니다.", field="transport")


@pytest.fixture
def missed(company):
    return b.an_invitee(b.an_event("held"), company, attendance="absent", wish="도로과와 만나고 싶습니다.")


@pytest.fixture
def owner(company):
    return b.an_owner(company)


def test_every_city_finds_it_once_and_only_while_it_stays(missed, owner):
    far = b.a_manager(b.a_program())
    entry = operations.put_into_pool(missed, by=owner)
    assert operations.put_into_pool(missed, by=owner).id == entry.id
    [found] = search_pool(far, words="로봇")
    assert (found.title, found.summary, found.field) == ("보도 로봇으로 나릅니다.", "도로과와 만나고 싶습니다.", "transport")
    assert (found.call_title, found.municipality_id) == (missed.event.title, missed.event.program.municipality_id)
    assert [each.id for each in pool_entries_of(owner)] == [entry.id]
    leave_pool(entry, by=owner)
    assert search_pool(far) == []
    with pytest.raises(Missing):
        search_pool(owner)


@pytest.mark.parametrize(("state", "attendance"), [("announced", ""), ("held", "attended"), ("called_off", "")])
def test_who_was_there_or_may_still_come_has_no_place_in_it(company, owner, state, attendance):
    part = b.an_invitee(b.an_event(state), company, attendance=attendance)
    with pytest.raises(Refused, match="missed the event"):
        operations.put_into_pool(part, by=owner)


def test_nobody_else_puts_a_company_in_and_one_without_a_line_is_told_to_write_it(missed, owner):
    for other in (b.a_manager(missed.event.program), b.an_owner(b.a_company("㈜남(가상)"))):
        with pytest.raises(Forbidden):
            operations.put_into_pool(missed, by=other)
    missed.company.one_line, missed.wish = " ", ""
    with pytest.raises(Refused, match="one line"):
        operations.put_into_pool(missed, by=owner)


def test_the_page_of_the_invitation_offers_it(visitor, missed, owner):
    transactions.commit()
    visitor.sign_in(owner)
    assert "상시 풀에서는" in words_of(visitor.get(f"/apply/invitations/{missed.id}"))
    answer = visitor.post(f"/apply/invitations/{missed.id}/pool")
    assert answer.status_code == 302
    page = words_of(visitor.get(answer.location))
    assert "보도 로봇으로 나릅니다." in page and "스마트도시 매칭데이" in page
    assert "상시 풀에 올렸습니다" in words_of(visitor.get(f"/apply/invitations/{missed.id}"))
