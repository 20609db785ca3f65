"""Companies: anyone signed in may register one; its file is its members', changes are its owners'."""

from tests.access.rows import row


def company(w):
    return {"company_id": w.company.id}


def its_member(w):
    return {"company_id": w.company.id, "user_id": w.member.id}


ROWS = [
    row("companies.index", signed_in=200),
    row("companies.new", signed_in=200),
    row("companies.create", "POST", signed_in=422),
    row("companies.show", "GET", company, owner=200, member=200),
    row("companies.edit", "GET", company, owner=200, member=403),
    row("companies.update", "POST", company, owner=422, member=403),
    row("companies.members", "GET", company, owner=200, member=200),
    row("companies.invite", "POST", company, owner=302, member=403,
        data=lambda w: {"email": "colleague@company.kr", "role": "member"}),
    row("companies.withdraw_invitation", "POST", lambda w: {"company_id": w.company.id, "invitation_id": 999_999}, member=403),
    row("companies.make_owner", "POST", its_member, owner=302, member=403),
    row("companies.let_submit", "POST", its_member, owner=302, member=403),
    row("companies.let_only_write", "POST", its_member, owner=302, member=403),
    row("companies.remove_member", "POST", its_member, owner=302, member=403),
    row("companies.leave", "POST", company, owner=409, member=302),
]
