"""A company that missed the call: it waits in the pool, registers what it can, is connected with a department's challenge for
reasons that are shown, and is told when the next call opens."""

from portal.calls.models import Call, Revision
from portal.demand.models import Challenge, Interest
from portal.foundation import transactions
from portal.foundation.db import db
from portal.foundation.outbox import Letter
from tests import builders as b
from tests.client import visit, words_of
from tests.web.test_demand import WHOLE


def letters(template):
    return [letter.to_email for letter in db.session.query(Letter).order_by(Letter.id) if letter.template == template]


def test_who_came_too_late_is_not_lost(app):
    program = b.a_program()
    call = b.a_call("closed", program=program)
    call.code = "LATE-2026"
    manager, approver, officer = b.a_manager(program), b.an_approver(program), b.an_officer(program.department)
    company = b.a_company("㈜늦은걸음(가상)")
    owner = b.an_owner(company)
    late = b.a_proposal("draft", call=call, company=company, owner=owner)
    transactions.commit()
    window, desk, city = (visit(app).sign_in(person) for person in (owner, manager, officer))

    assert window.post(f"/apply/proposals/{late.id}/pool").status_code == 302
    assert late.title in words_of(desk.get("/manage/pool"))
    sent = {"field": "safety", "strength": "횡단보도 보행 신호를 스스로 늘립니다", "wish": "학교 앞 횡단보도에서 시험하고 싶습니다.",
            "place": f"city:{program.municipality_id}", "tell": "y"}
    assert window.post("/apply/interests/new", data=sent).status_code == 302

    assert city.post("/manage/challenges/new", data=WHOLE).status_code == 302
    challenge, interest = db.session.query(Challenge).one(), db.session.query(Interest).one()
    assert city.post(f"/manage/challenges/{challenge.id}/post", data={"version": challenge.version}).status_code == 302
    matches = f"/manage/challenges/{challenge.id}/matches"
    page = words_of(desk.get(matches))
    assert company.name_ko in page and "같은 분야" in page and "횡단보도" in page
    assert desk.post(f"{matches}/{interest.id}/accept").status_code == 302
    assert WHOLE["title_ko"] in words_of(window.get("/apply/interests"))

    next_year_opens(desk, visit(app).sign_in(approver), program)
    assert letters("call_fits_interest") == [owner.email]
    assert visit(app).get("/calls/LATE-2027").status_code == 200


def next_year_opens(desk, second, program):
    """Last year's call is copied and approved as it is."""
    sent = {"program": program.code, "code": "LATE-2027", "source": "LATE-2026", "title_ko": "다음 공모(가상)", "title_en": "Next call"}
    assert desk.post("/manage/calls/new", data=sent).status_code == 302
    for window, verb in ((desk, "propose"), (second, "approve")):
        version = db.session.query(Revision).order_by(Revision.id.desc()).first().version
        answer = window.post(f"/manage/calls/LATE-2027/build/{verb}", data={"version": version})
        assert answer.status_code == 302, words_of(answer)[:1500]
    assert db.session.query(Call).filter_by(code="LATE-2027").one().state == "published"
