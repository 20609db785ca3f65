"""The standing pool: in with consent, found by every city, out at once, and never a word of how it was judged."""

import pytest

from portal.demand import operations
from portal.demand.queries import pool as queries
from portal.foundation.errors import Forbidden, Missing, Refused
from portal.proposals.operations import put_into_pool
from tests import builders as b


@pytest.fixture
def company():
    return b.a_company()


@pytest.fixture
def owner(company):
    return b.an_owner(company)


def lost(company, owner, state="not_selected", phase="closed"):
    proposal = b.a_proposal(state, call=b.a_call(phase), company=company, owner=owner)
    proposal.title = "소리로 찾는 누수"
    return proposal


@pytest.mark.parametrize("state", ["not_selected", "draft"])
def test_an_unselected_or_late_proposal_is_found_by_the_people_of_every_city(company, owner, state):
    proposal = lost(company, owner, state)
    entry = put_into_pool(proposal, by=owner)
    assert put_into_pool(proposal, by=owner) is entry
    for viewer in (b.a_manager(b.a_program()), b.an_officer(b.a_department())):
        assert queries.search_pool(viewer) == [entry]
    assert entry.call_title == proposal.call.title and entry.municipality_id == proposal.call.program.municipality_id
    operations.leave_pool(entry, by=owner)
    assert queries.search_pool(viewer) == queries.pool_entries_of(owner) == []
    assert put_into_pool(proposal, by=owner) is not entry


@pytest.mark.parametrize(("state", "phase"), [("draft", "open"), ("submitted", "closed"), ("in_review", "closed"), ("selected", "closed"),
                                              ("reserve", "closed"), ("withdrawn", "closed"), ("ineligible", "closed")])
def test_nothing_else_goes_in(company, owner, state, phase):
    with pytest.raises(Refused, match="can wait in the pool"):
        put_into_pool(lost(company, owner, state, phase), by=owner)


def test_only_its_company_puts_it_in_or_takes_it_out(company, owner):
    proposal, stranger = lost(company, owner), b.an_owner(b.a_company())
    for person in (stranger, b.a_manager(proposal.call)):
        with pytest.raises(Forbidden):
            put_into_pool(proposal, by=person)
    entry = put_into_pool(proposal, by=owner)
    with pytest.raises(Missing):
        queries.get_own_entry(entry.id, viewer=stranger)
    for person in (stranger, b.an_approver(proposal.call), owner):
        with pytest.raises(Missing):
            queries.search_pool(person)


def test_it_is_searched_by_words_field_and_city():
    viewer, city = b.an_officer(b.a_department()), b.a_municipality()
    water = b.a_pool_entry(of=city)
    care = b.a_pool_entry(b.a_company("㈜돌봄별(가상)"), title="밤길 돌봄", summary="100% 안심", field="welfare")
    found = queries.search_pool
    assert found(viewer, words="누수 소리") == [water] and found(viewer, words="돌봄별") == [care]
    assert found(viewer, words="0%") == [care] and found(viewer, words="_") == [] and found(viewer, words="누수 돌봄") == []
    assert found(viewer, field="welfare") == [care] and found(viewer, municipality_id=city.id) == [water]
    assert found(viewer, limit=1) == [care] and found(viewer, before=care.id) == [water]
