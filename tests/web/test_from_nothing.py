"""The three programs of the story, set up on an empty portal by pages alone: city, department, program, people, sites, call."""

from copy import deepcopy
from io import BytesIO

import pytest

from portal.accounts.models import Department
from portal.calls.definition.document import CallDocument
from portal.calls.drafts.yaml_files import from_yaml, to_yaml
from portal.calls.models import Call, Revision
from portal.foundation import transactions
from portal.foundation.db import db
from portal.programs.models import Program
from portal.sites.models import Site
from tests import builders as b
from tests.client import visit


def a_file(code: str) -> str:
    """The call of a program as the builder gives it out."""
    told = deepcopy(b.program_file(code))
    head = {name: told["call"][name] for name in ("title", "announced", "opens", "closes")}
    return to_yaml(CallDocument.parse({"call": head, "definition": told["definition"]}))


def sent(window, address, **data):
    answer = window.post(address, data=data, content_type="multipart/form-data" if "file" in data else None)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer


@pytest.mark.parametrize("code", ["gn-oi", "ca-hub", "gg-pm"])
def test_a_program_is_set_up_by_pages_from_the_city_to_the_open_call(app, code):
    told = b.program_file(code)
    admin, manager, approver = b.an_administrator(), b.a_user("새담당(가상)"), b.a_user("새결재(가상)")
    transactions.commit()
    desk = visit(app).sign_in(admin)
    assert db.session.query(Program).count() == 0 and desk.get("/admin/programs").status_code == 200
    the_city_and_the_program(desk, told)
    for person, role in ((manager, "manager"), (approver, "approver")):
        sent(desk, "/admin/programs/PRG/appoint", email=person.email, role=role)
    window, second = visit(app).sign_in(manager), visit(app).sign_in(approver)
    the_sites(window, told)
    the_call(window, second, told, a_file(code))
    page = visit(app).get("/calls/CALL-1")
    assert page.status_code == 200 and told["call"]["title"]["ko"] in page.get_data(as_text=True)
    for site in told["sites"]:
        assert site["name"]["ko"] in page.get_data(as_text=True)
    made = db.session.query(Call).filter_by(code="CALL-1").one()
    whole = from_yaml(a_file(code)).body()["definition"]
    assert {**made.edition.body, "timeline": None} == {**whole, "timeline": None}
    assert len(made.edition.body["timeline"]) == len(whole["timeline"])


def the_city_and_the_program(desk, told):
    program = told["program"]
    sent(desk, "/admin/municipalities/new", code="CITY", name_ko=program["municipality"]["ko"], name_en=program["municipality"]["en"])
    owners = {site["owner"]["ko"]: site["owner"]["en"] for site in told["sites"]}
    for ko, en in {**owners, program["department"]["ko"]: program["department"]["en"]}.items():
        sent(desk, "/admin/municipalities/CITY/departments", **{"new-name_ko": ko, "new-name_en": en})
    sent(desk, "/admin/programs/new", code="PRG", title_ko=program["title"]["ko"], title_en=program["title"]["en"],
         department=department_called(program["department"]["ko"]), operator_ko=program["operator"]["ko"],
         operator_en=program["operator"]["en"], intake=program["intake"])


def department_called(name):
    return next(unit.id for unit in db.session.query(Department) if unit.name["ko"] == name)


def the_sites(window, told):
    for site in told["sites"]:
        sent(window, "/manage/sites/new", code=f"X-{site['code']}", name_ko=site["name"]["ko"], name_en=site["name"]["en"],
             department=department_called(site["owner"]["ko"]), kind=site["type"], network_kind="mobile", capacity="1",
             network_ko=site["network"]["ko"], network_en=site["network"]["en"], **({"power": "y"} if site["power"] else {}),
             **({"video": "y"} if site["video"] else {}))
    assert db.session.query(Site).count() == len(told["sites"])


def the_call(window, second, told, text):
    title = told["call"]["title"]
    sent(window, "/manage/calls/new", program="PRG", code="CALL-1", source="file", title_ko=title["ko"], title_en=title["en"],
         file=(BytesIO(text.encode()), "call.yaml"))
    for other in (window, second):
        assert other.get("/manage/calls/CALL-1/build").status_code == 200
    sent(window, "/manage/calls/CALL-1/build/propose", version=version_of(), reason="")
    sent(second, "/manage/calls/CALL-1/build/approve", version=version_of())


def version_of():
    return db.session.query(Revision).order_by(Revision.id.desc()).first().version
