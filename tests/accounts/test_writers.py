"""A delegate is invited to write, and submits only once an owner approves it; one person holds one role in a company."""

import pytest

from portal.accounts import operations, queries
from portal.accounts.offers import offer
from portal.foundation import transactions
from portal.foundation.errors import Forbidden, Refused
from portal.pilots.policy import its_owner
from portal.proposals import operations as proposals
from tests import builders as b
from tests.accounts.letters import templates_to
from tests.client import words_of
from tests.proposals import story


@pytest.fixture
def company():
    return b.a_company()


@pytest.fixture
def owner(company):
    return b.an_owner(company)


def role_in(company, user):
    return [role.name for person, role in queries.members_of(company) if person.id == user.id]


def accept(company, user, role, by):
    invitation = offer(user.email, role, "company", company.id, by=by, label={"ko": "가", "en": "a"})
    operations.invitations._join(user, invitation.role, company.id)


def test_an_owner_invites_a_writer_by_e_mail(company, owner):
    operations.invite_to_company(company, "writer@example.test", "writer", by=owner)
    transactions.commit()
    assert templates_to("writer@example.test") == ["invitation"]
    assert [each.role for each in queries.open_invitations_to("company", company.id)] == ["writer"]


def test_a_writer_writes_everything_and_sends_nothing(company, owner):
    draft = story.a_written_proposal(company=company, owner=owner)
    writer = b.a_writer(company)
    proposals.save_answer(draft, "team", "작성자가 쓴 인력", seen=1, by=writer)
    proposals.attach_file(draft, "cert", b.a_stored_file(), by=writer)
    for act in (proposals.submit_proposal, proposals.withdraw_proposal):
        with pytest.raises(Forbidden, match="may submit"):
            act(draft, by=writer)
    operations.let_submit(company, writer, by=owner)
    assert proposals.submit_proposal(draft, by=writer).by_id == writer.id


def test_a_writer_neither_sends_a_supplement_nor_hands_in_documents(company, owner):
    received = story.a_received_proposal(company=company, owner=owner)
    writer = b.a_writer(company)
    story.a_supplement(received, by=b.a_manager(received.call))
    proposals.save_answer(received, "team", "보완한 인력", seen=1, by=writer)
    with pytest.raises(Forbidden):
        proposals.supplement(received, by=writer)
    passed = story.a_passed_proposal()
    with pytest.raises(Forbidden):
        proposals.check_document(passed, "brc", by=b.a_writer(passed.company))


def test_a_writer_does_not_claim_a_milestone():
    milestone = b.a_milestone()
    assert its_owner(b.a_member(milestone.pilot.company), milestone) and not its_owner(
        b.a_writer(milestone.pilot.company), milestone)


def test_the_approval_is_given_and_taken_back_by_an_owner_alone(company, owner):
    writer, member = b.a_writer(company), b.a_member(company)
    with pytest.raises(Forbidden):
        operations.let_submit(company, writer, by=member)
    operations.let_submit(company, writer, by=owner)
    assert role_in(company, writer) == ["member"]
    operations.let_only_write(company, writer, by=owner)
    assert role_in(company, writer) == ["writer"]
    with pytest.raises(Refused, match="owns the company"):
        operations.let_only_write(company, owner, by=owner)
    operations.make_owner(company, writer, by=owner)
    assert role_in(company, writer) == ["owner"] and len([r for r in writer.roles if r.on == "company"]) == 1


@pytest.mark.parametrize(("had", "offered", "has"), [
    ("owner", "writer", "owner"), ("owner", "member", "owner"), ("member", "writer", "member"), ("writer", "member", "member"),
    ("writer", "owner", "owner"), ("member", "owner", "owner"),
])
def test_an_invitation_never_takes_away_what_one_may_do(company, owner, had, offered, has):
    person = b.with_role(b.a_user(), had, "company", company.id)
    accept(company, person, offered, owner)
    assert role_in(company, person) == [has] and len(person.roles) == 1


def test_a_writer_leaves_and_nothing_stays_open(company, owner):
    writer = b.a_writer(company)
    operations.leave_company(company, by=writer)
    assert writer.roles == [] and queries.companies_of(writer) == []


def test_the_page_says_who_submits_and_the_review_page_why_a_writer_cannot(visitor, company, owner):
    draft = story.a_written_proposal(company=company, owner=owner)
    writer = b.a_writer(company)
    transactions.commit()
    visitor.sign_in(writer)
    page = visitor.get(f"/apply/proposals/{draft.id}/review")
    assert "작성 권한만 있어 제출할 수 없습니다" in words_of(page)
    assert visitor.post(f"/apply/proposals/{draft.id}/submit", data={"version": draft.version}).status_code == 403
    assert visitor.get("/apply").status_code == 200
    visitor.sign_in(owner)
    members = f"/apply/company/{company.id}/members"
    assert "작성자(제출 제외)" in words_of(visitor.get(members)) and "제출 권한 주기" in words_of(visitor.get(members))
    assert visitor.post(f"{members}/{writer.id}/let_submit").status_code == 302
    assert visitor.post(f"{members}/{owner.id}/let_only_write").status_code == 409
    visitor.sign_in(writer)
    assert visitor.post(f"/apply/proposals/{draft.id}/submit", data={"version": draft.version}).status_code == 302
