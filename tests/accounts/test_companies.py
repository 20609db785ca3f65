"""Companies and their people: one company per number, never without an owner, invitations for one address only."""

from datetime import timedelta

import pytest
import time_machine

from portal.accounts import operations, queries
from portal.accounts.models import Nobody
from portal.foundation import history, transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.policy import SYSTEM
from tests import builders as b
from tests.accounts.letters import templates_to, text_of_last, token_in_last

FILE = {"brn": "124-81-00998", "name_ko": "㈜보듬걸음(가상)", "name_en": "Bodeum Walk", "representative": "이대표(가상)",
        "address": "가온시 실증로 1", "founded": "2021", "staff": "12", "one_line": "보행 약자를 위한 길 안내"}


def invite(company, email="colleague@company.kr", role="member", by=None):
    operations.invite_to_company(company, email, role, by=by or queries.company_contacts(company.id)[0])
    transactions.commit()
    return token_in_last(email)


def test_whoever_registers_a_company_owns_it():
    someone = b.a_user()
    company = operations.create_company(FILE, by=someone)
    transactions.commit()
    assert (company.brn, company.founded, company.staff) == ("1248100998", 2021, 12)
    assert someone.ids("company", "owner") == [company.id]
    assert [entry.verb for entry in history.history_of(company)] == ["create"]


def test_a_company_that_is_here_is_not_registered_twice_and_nobody_is_named():
    owner = b.a_user("이름난사람(가상)")
    operations.create_company(FILE, by=owner)
    with pytest.raises(Invalid, match="Ask its owner") as refused:
        operations.create_company({**FILE, "brn": "1248100998"}, by=b.a_user())
    assert owner.name not in str(refused.value)
    assert owner.email not in str(refused.value)


@pytest.mark.parametrize(("field", "value"), [
    ("brn", "124-81-00997"), ("name_ko", ""), ("name_ko", "\x00 \t"), ("representative", " "), ("founded", "0001"),
    ("founded", "2999"), ("staff", "-1"), ("staff", "1e309"), ("one_line", "x" * 101), ("address", "900101-1234567")])
def test_an_odd_value_is_said_beside_its_field(field, value):
    with pytest.raises(Invalid) as refused:
        operations.create_company({**FILE, field: value}, by=b.a_user())
    assert set(refused.value.fields) == {field}


def test_an_owner_changes_the_file_a_member_does_not():
    company = b.a_company()
    operations.edit_company(company, {**FILE, "staff": ""}, by=b.an_owner(company), seen=company.version)
    transactions.commit()
    assert company.staff is None
    assert history.history_of(company)[-1].details["fields"]
    with pytest.raises(Forbidden):
        operations.edit_company(company, FILE, by=b.a_member(company))


def test_the_second_of_two_editors_is_told():
    company = b.a_company()
    one, other = b.an_owner(company), b.an_owner(company)
    seen = company.version
    operations.edit_company(company, FILE, by=one, seen=seen)
    transactions.commit()
    with pytest.raises(Stale):
        operations.edit_company(company, {**FILE, "staff": "13"}, by=other, seen=seen)


def test_an_invited_colleague_joins_with_that_very_address():
    company = b.a_company()
    b.an_owner(company)
    token = invite(company)
    assert company.name_ko in text_of_last("colleague@company.kr")
    with pytest.raises(Forbidden):
        operations.accept_invitation(token, by=b.a_user())
    colleague = b.a_user(email="colleague@company.kr")
    operations.accept_invitation(token, by=colleague)
    transactions.commit()
    assert colleague.ids("company", "member") == [company.id]
    with pytest.raises(Refused):
        operations.accept_invitation(token, by=colleague)


def test_an_unconfirmed_address_does_not_join():
    company = b.a_company()
    b.an_owner(company)
    token = invite(company)
    stranger = b.a_user(email="colleague@company.kr")
    stranger.confirmed_at = None
    with pytest.raises(Forbidden):
        operations.accept_invitation(token, by=stranger)


def test_only_the_newest_link_works_and_none_after_two_weeks_or_withdrawal():
    company = b.a_company()
    b.an_owner(company)
    first, second = invite(company), invite(company)
    colleague = b.a_user(email="colleague@company.kr")
    with pytest.raises(Refused):
        operations.accept_invitation(first, by=colleague)
    with time_machine.travel(now() + timedelta(days=15)), pytest.raises(Refused):
        operations.accept_invitation(second, by=colleague)
    (waiting,) = queries.open_invitations_to("company", company.id)
    operations.withdraw_company_invitation(company, waiting.id, by=queries.company_contacts(company.id)[0])
    with pytest.raises(Refused):
        operations.accept_invitation(second, by=colleague)
    with pytest.raises(Missing):
        operations.accept_invitation("nothing", by=colleague)


def test_an_invitation_of_another_company_cannot_be_withdrawn():
    company, other = b.a_company(), b.a_company()
    b.an_owner(company)
    invite(company)
    (waiting,) = queries.open_invitations_to("company", company.id)
    with pytest.raises(Missing):
        operations.withdraw_company_invitation(other, waiting.id, by=b.an_owner(other))


def test_members_do_not_invite():
    company = b.a_company()
    with pytest.raises(Forbidden):
        operations.invite_to_company(company, "x@company.kr", "member", by=b.a_member(company))


@pytest.mark.parametrize(("email", "role"), [("no", "member"), ("x@company.kr", "administrator"), ("x@company.kr", "")])
def test_an_odd_invitation_is_refused(email, role):
    company = b.a_company()
    with pytest.raises(Invalid):
        operations.invite_to_company(company, email, role, by=b.an_owner(company))


def test_a_member_is_not_invited_again_but_may_be_made_an_owner_by_letter():
    company = b.a_company()
    owner, member = b.an_owner(company), b.a_member(company)
    with pytest.raises(Invalid, match="already"):
        operations.invite_to_company(company, member.email, "member", by=owner)
    operations.accept_invitation(invite(company, member.email, "owner", owner), by=member)
    assert (member.ids("company", "owner"), member.ids("company", "member")) == ([company.id], [])


def test_the_last_owner_stays_until_there_is_another():
    company = b.a_company()
    owner, member = b.an_owner(company), b.a_member(company)
    with pytest.raises(Refused, match="always has an owner"):
        operations.leave_company(company, by=owner)
    operations.make_owner(company, member, by=owner)
    operations.leave_company(company, by=owner)
    transactions.commit()
    assert owner.ids("company", "owner", "member") == []
    with pytest.raises(Refused):
        operations.leave_company(company, by=member)


def test_an_owner_removes_a_member_at_once_but_not_a_stranger():
    company = b.a_company()
    owner, member = b.an_owner(company), b.a_member(company)
    operations.remove_member(company, member, by=owner)
    assert member.ids("company", "owner", "member") == []
    with pytest.raises(Missing):
        operations.remove_member(company, b.a_user(), by=owner)
    with pytest.raises(Missing):
        operations.make_owner(company, member, by=owner)


def test_a_member_leaves_but_removes_nobody():
    company = b.a_company()
    b.an_owner(company)
    one, other = b.a_member(company), b.a_member(company)
    with pytest.raises(Forbidden):
        operations.remove_member(company, other, by=one)
    operations.leave_company(company, by=one)
    assert one.ids("company", "owner", "member") == []


def test_contacts_are_active_and_owners_come_first():
    company = b.a_company()
    member, owner, gone = b.a_member(company), b.an_owner(company), b.a_member(company)
    operations.deactivate_person(gone, by=b.an_administrator())
    assert queries.company_contacts(company.id) == [owner, member]
    assert queries.holders_of(["owner"], "company", company.id) == [owner]


def test_a_role_that_is_never_offered_is_a_mistake_of_the_caller():
    with pytest.raises(LookupError):
        operations.invite("x@company.kr", "administrator", "portal", 0, by=b.an_administrator(), label={"ko": "포털"})


def test_a_later_stage_invites_a_reviewer():
    manager, reviewer = b.a_user(), b.a_user(email="reviewer@univ.kr")
    operations.invite("Reviewer@univ.kr", "reviewer", "call", 7, by=manager, label={"ko": "공고", "en": "Call"})
    operations.accept_invitation(token_in_last("reviewer@univ.kr"), by=reviewer)
    assert reviewer.ids("call", "reviewer") == [7]
    with pytest.raises(Forbidden):
        operations.invite("x@univ.kr", "reviewer", "call", 7, by=Nobody(), label={})


def test_whoever_invited_takes_the_invitation_back():
    manager = b.a_user()
    invitation = operations.invite("x@univ.kr", "reviewer", "call", 7, by=manager, label={"ko": "공고", "en": "Call"})
    with pytest.raises(Forbidden):
        operations.withdraw_invitation(invitation, by=b.a_user())
    operations.withdraw_invitation(invitation, by=manager)
    assert not invitation.is_open


def test_the_first_administrator_comes_by_a_link_that_no_letter_carries():
    token = operations.invite_administrator("First@city.example", by=SYSTEM)
    assert templates_to("first@city.example") == []
    first = b.a_user(email="first@city.example")
    operations.accept_invitation(token, by=first)
    assert first.has("administrator", "portal")
    with pytest.raises(Forbidden):
        operations.invite_administrator("x@city.example", by=first)


def test_an_administrator_gives_and_takes_roles_and_the_last_one_stays():
    admin, someone, department = b.an_administrator(), b.a_user(), b.a_department()
    operations.give_role(someone, "officer", "department", department.id, by=admin)
    operations.give_role(someone, "officer", "department", department.id, by=admin)
    transactions.commit()
    assert someone.ids("department", "officer") == [department.id]
    operations.take_role(someone, "officer", "department", department.id, by=admin)
    assert someone.ids("department", "officer") == []
    with pytest.raises(Refused, match="only administrator"):
        operations.take_role(admin, "administrator", "portal", 0, by=admin)
    with pytest.raises(Forbidden):
        operations.give_role(someone, "administrator", "portal", 0, by=someone)


def test_rule_and_sql_of_a_company_agree():
    from sqlalchemy import select

    from portal.accounts.models import Company
    from portal.accounts.policy import visible_companies
    from portal.foundation.policy import may
    mine, _other = b.a_company(), b.a_company()
    for viewer in (b.an_owner(mine), b.a_member(mine), b.a_user(), b.an_administrator(), Nobody()):
        by_sql = set(db.session.scalars(select(Company).where(visible_companies(viewer))))
        assert by_sql == {one for one in db.session.scalars(select(Company)) if may(viewer, "company.view", one)}
