"""Partners that apply, take part or are asked for an offer: who may not review what, and what the manager sees of it."""

import pytest

from portal.foundation import transactions
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused
from portal.reviews import operations, queries
from tests import builders as b
from tests.client import words_of


@pytest.fixture
def call():
    return b.a_call("closed")


@pytest.fixture
def city(call):
    return call.program.municipality


@pytest.fixture
def manager(call):
    return b.a_manager(call)


@pytest.fixture
def proposals(call):
    return [b.a_proposal("in_review", call=call, story=story) for story in ("P01", "P02")]


def barred(call, manager):
    return queries.board_of(call, "document", viewer=manager).barred


def applies(city, proposals):
    """A partner that is the company of the first proposal."""
    return b.a_partner(city, brn=proposals[0].company.brn)


def takes_part(city, proposals):
    """A partner that takes part in the first proposal."""
    partner = b.a_partner(city, brn=b.a_brn())
    b.a_consortium_member(proposals[0], partner.brn)
    return partner


@pytest.mark.parametrize("bind", [applies, takes_part])
def test_staff_of_a_partner_that_applies_or_takes_part_review_nothing_in_the_call(call, city, manager, proposals, bind):
    seat, other = b.a_seat(call, user=b.a_partner_person(bind(city, proposals))), b.a_seat(call)
    assert barred(call, manager) == {(proposal.id, seat.id): "applies" for proposal in proposals}
    for proposal in proposals:
        with pytest.raises(Refused, match="review nothing"):
            operations.assign_review(proposal, seat, by=manager)
        with pytest.raises(Refused, match="review nothing"):
            operations.assign_pairs(call, "document", [(proposal.id, seat.id)], by=manager)
    made = operations.assign_balanced(call, "document", by=manager)
    assert {review.seat_id for review in made} == {other.id} and len(made) == 2
    transactions.commit()
    seat.substitute = True
    with pytest.raises(Refused, match="review nothing"):
        operations.call_substitute(proposals[0], seat, by=manager)


def test_people_of_the_company_with_the_partners_number_are_barred_like_its_staff(call, city, manager, proposals):
    partner = takes_part(city, proposals)
    company = b.a_company("㈜협력(가상)")
    company.brn = partner.brn
    seat = b.a_seat(call, user=b.a_writer(company))
    assert barred(call, manager) == {(proposals[0].id, seat.id): "takes_part", (proposals[1].id, seat.id): "applies"}


def test_people_of_a_member_that_is_no_partner_do_not_review_that_proposal_alone(call, manager, proposals):
    company = b.a_company("㈜그냥참여(가상)")
    b.a_consortium_member(proposals[1], company.brn)
    seat = b.a_seat(call, user=b.an_owner(company))
    assert barred(call, manager) == {(proposals[1].id, seat.id): "takes_part"}


@pytest.mark.parametrize(("state", "bars"), [("asked", True), ("granted", True), ("declined", True), ("withdrawn", False)])
def test_staff_of_a_partner_do_not_review_a_proposal_that_asks_for_its_offer(call, city, manager, proposals, state, bars):
    partner = b.a_partner(city)
    b.an_offer_request(proposals[0], b.an_offer(partner), state, shared=False)
    seat = b.a_seat(call, user=b.a_partner_person(partner))
    assert barred(call, manager) == ({(proposals[0].id, seat.id): "partner"} if bars else {})
    if bars:
        with pytest.raises(Refused, match="whose offer"):
            operations.assign_review(proposals[0], seat, by=manager)
    assert operations.assign_review(proposals[1], seat, by=manager).state == "assigned"


def test_what_does_not_bind(call, city, manager, proposals):
    elsewhere = b.a_partner(brn=proposals[0].company.brn)
    gone = b.a_partner(city, state="ended", brn=proposals[0].company.brn)
    nameless = b.a_partner(city, brn="")
    draft = b.a_proposal("draft", call=call)
    writing = b.a_partner(city, brn=draft.company.brn)
    withdrawn = b.a_proposal("withdrawn", call=call)
    left = b.a_partner(city, brn=withdrawn.company.brn)
    other_call = b.a_proposal("in_review", call=b.a_call("closed", program=call.program))
    far = b.a_partner(city, brn=other_call.company.brn)
    for partner in (elsewhere, gone, nameless, writing, left, far):
        b.a_seat(call, user=b.a_partner_person(partner))
    assert barred(call, manager) == {}
    assert queries.partner_conflicts_of(call, viewer=manager) == []


def test_a_person_who_may_review_nothing_is_not_invited(call, city, manager, proposals):
    person, typed = b.a_partner_person(applies(city, proposals)), {"name": "한파트(가상)", "group": "industry"}
    with pytest.raises(Invalid, match="may review nothing"):
        operations.invite_reviewer(call, "document", {**typed, "email": person.email}, by=manager)
    asked = b.a_partner(city)
    b.an_offer_request(proposals[0], b.an_offer(asked))
    allowed = b.a_partner_person(asked)
    assert operations.invite_reviewer(call, "document", {**typed, "email": allowed.email}, by=manager).state == "invited"


def test_who_stepped_down_and_is_bound_by_now_is_not_asked_again(call, city, manager, proposals):
    partner = b.a_partner(city)
    review = b.a_review("recused", proposal=proposals[0], seat=b.a_seat(call, user=b.a_partner_person(partner)))
    b.an_offer_request(proposals[0], b.an_offer(partner))
    with pytest.raises(Refused, match="bound to this proposal"):
        operations.readmit_review(review, "잘못 눌렀다고 합니다.", by=manager)


def test_the_manager_sees_which_partners_are_bound_and_takes_standing_reviews_back(visitor, call, city, manager, proposals):
    partner = b.a_partner(city, name="누리비전(가상)")
    seat = b.a_seat(call, user=b.a_partner_person(partner))
    standing = [b.a_review("open", proposal=proposals[0], seat=seat), b.a_review("assigned", proposal=proposals[1], seat=seat)]
    b.an_offer_request(proposals[0], b.an_offer(partner), shared=False)
    visitor.sign_in(manager)
    where = f"/manage/calls/{call.code}/panels/document"
    page = visitor.get(where)
    assert "누리비전(가상)" in words_of(page) and "협력기업 소속 위원에게 배정된 평가" in words_of(page)
    assert f"/manage/reviews/{standing[0].id}/remove" in page.text and f"/manage/reviews/{standing[1].id}/remove" not in page.text
    assert "누리비전(가상)" in words_of(visitor.get(f"/manage/proposals/{proposals[0].id}"))
    assert "누리비전(가상)" not in words_of(visitor.get(f"/manage/proposals/{proposals[1].id}"))
    assert visitor.post(f"/manage/reviews/{standing[0].id}/remove", data={"version": standing[0].version}).status_code == 302
    assert "협력기업 소속 위원에게 배정된 평가" not in words_of(visitor.get(where))
    assert "제공 신청을 받은 협력기업" in words_of(visitor.get(f"{where}/assignment"))


def test_conflicts_name_every_tie_and_only_to_the_people_of_the_program(call, city, manager, proposals):
    first, second = applies(city, proposals), takes_part(city, proposals)
    b.an_offer_request(proposals[1], b.an_offer(second))
    b.an_offer_request(proposals[1], b.an_offer(second), "withdrawn")
    found = [(each.partner, each.proposal, each.kind) for each in queries.partner_conflicts_of(call, viewer=manager)]
    assert found == [(first, proposals[0], "applies"), (second, proposals[0], "takes_part"), (second, proposals[1], "partner")]
    one = queries.partner_conflicts_of(call, viewer=b.an_approver(call), proposal=proposals[1])
    assert [(each.partner, each.kind) for each in one] == [(second, "partner")]
    b.a_partner(city, "talking", brn=proposals[1].company.brn)
    assert len(queries.partner_conflicts_of(call, viewer=manager)) == 4
    assert len(queries.partner_conflicts_of(call, viewer=b.an_approver(call))) == 3
    reviewer = b.a_seat(call).user
    for someone in (b.a_manager(b.a_program()), b.a_partner_person(first), proposals[0].owner, reviewer):
        assert queries.partner_conflicts_of(call, viewer=someone) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_panel_reads_a_constant_number_of_statements_however_many_ties(visitor, statements, call, city, manager, rows):
    for n in range(rows):
        partner = b.a_partner(city, name=f"협력 {n}(가상)")
        proposal = b.a_proposal("in_review", call=call)
        b.an_offer_request(proposal, b.an_offer(partner))
        b.a_review("assigned", proposal=proposal, seat=b.a_seat(call, user=b.a_partner_person(partner)))
    visitor.sign_in(manager)
    where = f"/manage/calls/{call.code}/panels/document"
    for address, most in ((where, 9), (f"{where}/assignment", 7)):
        db.session.remove()
        statements.clear()
        assert visitor.get(address).status_code == 200
        assert len(statements) == most, "\n".join(each[:90] for each in statements)
