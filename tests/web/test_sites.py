"""The catalog of sites: described by the city's own people, read and filtered by anyone; pictures, closed days, bad input."""

import io
import unicodedata

import pytest
from PIL import Image

from portal.foundation import history, transactions
from portal.foundation.db import db
from portal.sites.models import Blackout, Photo, Site
from tests import builders as b
from tests.client import words_of


@pytest.fixture
def department():
    unit = b.a_department()
    b.a_program(unit)
    transactions.commit()
    return unit


@pytest.fixture
def window(visitor, department):
    return visitor.sign_in(b.an_officer(department))


def told(owner, **more):
    return {"code": "gn-s1", "name_ko": "테헤란로 보도", "name_en": "Sidewalk", "department": owner.id, "kind": "street",
            "address": "강남구(가상)", "latitude": "37.5084", "longitude": "127.0620", "power": "y", "network_kind": "mobile",
            "network_ko": "5G", "permits_ko": "도로점용 허가\n경찰 협의", "permits_en": "Road permit\nPolice", "capacity": "2",
            "hours_ko": "평일", "notes_ko": "좁은 구간이 있습니다.", **more}


def a_picture(color="teal", kind="JPEG", size=(60, 40), **saved):
    drawn = io.BytesIO()
    Image.new("RGB", size, color).save(drawn, kind, **saved)
    drawn.seek(0)
    return drawn


def test_an_officer_describes_a_site_and_anyone_reads_it(window, department):
    assert "아직 등록된 장소가 없습니다" in words_of(window.get("/manage/sites"))
    assert window.post("/manage/sites/new", data=told(department)).location == "/manage/sites/GN-S1"
    site = db.session.query(Site).one()
    assert (site.latitude, site.longitude, site.capacity, site.power, site.video) == (37.5084, 127.062, 2, True, False)
    assert site.permits == [{"ko": "도로점용 허가", "en": "Road permit"}, {"ko": "경찰 협의", "en": "Police"}]
    window.delete_cookie("portal")
    read = words_of(window.get("/sites/GN-S1"))
    for words in ("테헤란로 보도", "도로점용 허가, 경찰 협의", "좁은 구간이 있습니다.", "2건", "영상을 촬영할 수 없습니다"):
        assert words in read


def test_what_is_saved_comes_back_into_the_form_unchanged(window, department):
    window.post("/manage/sites/new", data=told(department))
    page = window.get("/manage/sites/GN-S1").text
    assert "도로점용 허가\n경찰 협의" in page and 'value="37.5084"' in page
    before = db.session.query(Site).one().version
    window.post("/manage/sites/GN-S1", data=told(department, version=before))
    site = db.session.query(Site).one()
    assert site.version == before and [entry.verb for entry in history.history_of(site)] == ["create"]


def test_an_edit_is_on_record_and_the_second_of_two_keeps_their_words(window, department):
    window.post("/manage/sites/new", data=told(department))
    site = db.session.query(Site).one()
    seen = site.version
    window.post("/manage/sites/GN-S1", data=told(department, name_ko="새 이름", version=seen))
    late = window.post("/manage/sites/GN-S1", data=told(department, name_ko="늦은 이름", version=seen))
    assert late.status_code == 409 and "늦은 이름" in late.text
    assert history.history_of(site)[-1].details == {"fields": ["name"]}


@pytest.mark.parametrize("field, value", [
    ("latitude", "-37.5"), ("latitude", "1e309"), ("latitude", "nan"), ("latitude", "32.99"), ("latitude", "３７.５"),
    ("longitude", ""), ("longitude", "132.1"), ("longitude", "127,06"), ("capacity", "0"), ("capacity", "-1"), ("capacity", "1e3"),
    ("name_ko", ""), ("name_ko", "가" * 101), ("name_ko", "😀"), ("kind", "palace"), ("network_kind", ""), ("code", "가"),
    ("department", "0"), ("department", "999999999999"), ("permits_en", "one\ntwo\nthree"), ("permits_ko", "줄\n" * 11),
    ("address", "가" * 201), ("hours_ko", "a\0" * 201)])
def test_what_cannot_be_taken_stands_beside_its_field(window, department, field, value):
    answer = window.post("/manage/sites/new", data=told(department, **{field: value}))
    assert answer.status_code == 422 and "error-summary" in answer.text and "좁은 구간이 있습니다." in answer.text
    assert db.session.query(Site).count() == 0


def test_a_double_click_makes_one_site_and_hangul_in_parts_is_composed(window, department):
    parts = unicodedata.normalize("NFD", "보도")
    window.post("/manage/sites/new", data=told(department, name_ko=parts))
    assert "이미 쓰고 있는 코드" in words_of(window.post("/manage/sites/new", data=told(department)))
    assert db.session.query(Site).one().name["ko"] == "보도"


def test_an_officer_describes_only_what_their_department_owns(window, department):
    other = b.a_department(department.municipality)
    b.a_site(department.municipality, "OTHER", department=other)
    assert window.post("/manage/sites/new", data=told(other)).status_code == 422
    assert window.get("/manage/sites/OTHER").status_code == 404
    assert "OTHER" not in window.get("/manage/sites").text


def test_a_manager_describes_every_site_of_the_municipality(visitor, department):
    other = b.a_department(department.municipality)
    b.a_site(department.municipality, "OTHER", department=other)
    visitor.sign_in(b.a_manager(b.a_program(department)))
    assert visitor.get("/manage/sites/OTHER").status_code == 200
    assert visitor.post("/manage/sites/new", data=told(other)).status_code == 302


def test_the_filter_stands_in_the_address(visitor, department):
    here = department.municipality
    b.a_site(here, "A-STREET", department=department)
    b.a_site(here, "A-ROOM", department=department, kind="data_room", network_kind="isolated", power=False, video=False)
    far = b.a_site(b.a_municipality("먼시(가상)"), "FAR")
    for asked, expected in ((f"municipality={here.code}", {"A-STREET", "A-ROOM"}), ("kind=data_room", {"A-ROOM"}),
                            ("network=isolated", {"A-ROOM"}), ("power=1", {"A-STREET", "FAR"}), ("video=1", {"A-STREET", "FAR"}),
                            (f"municipality={far.municipality.code}&kind=data_room", set()), ("kind=nonsense", {"A-STREET", "A-ROOM", "FAR"}),
                            ("municipality=%00", {"A-STREET", "A-ROOM", "FAR"})):
        page = visitor.get(f"/sites?{asked}").text
        assert {code for code in ("A-STREET", "A-ROOM", "FAR") if code in page} == expected, asked


def test_closed_days_are_announced_once_and_taken_back(window, department):
    window.post("/manage/sites/new", data=told(department))
    days = {"starts_on": "2099-01-04", "ends_on": "2099-01-06", "reason_ko": "도로 공사"}
    assert window.post("/manage/sites/GN-S1/blackouts", data=days).status_code == 302
    again = window.post("/manage/sites/GN-S1/blackouts", data=days)
    assert again.status_code == 422 and "이미 등록한 기간" in words_of(again)
    assert "2099.01.04.(일) – 2099.01.06.(화) 도로 공사" in words_of(window.get("/sites/GN-S1"))
    blackout = db.session.query(Blackout).one()
    for _click in range(2):
        assert window.post(f"/manage/sites/GN-S1/blackouts/{blackout.id}/remove").status_code == 302
    verbs = [entry.verb for entry in history.history_of(db.session.query(Site).one())]
    assert verbs == ["create", "add_blackout", "remove_blackout"]


@pytest.mark.parametrize("change", [
    {"starts_on": ""}, {"starts_on": "0001-01-01"}, {"starts_on": "9999-12-31"}, {"ends_on": "2099-01-01"}, {"ends_on": "2100-12-31"},
    {"ends_on": "2099-02-30"}, {"reason_ko": ""}, {"reason_ko": "가" * 201}, {"starts_on": "😀"}])
def test_days_that_make_no_sense_are_refused(window, department, change):
    window.post("/manage/sites/new", data=told(department))
    days = {"starts_on": "2099-01-04", "ends_on": "2099-01-06", "reason_ko": "공사", "reason_en": "kept words", **change}
    answer = window.post("/manage/sites/GN-S1/blackouts", data=days)
    assert answer.status_code == 422 and "kept words" in answer.text and db.session.query(Blackout).count() == 0


def test_a_picture_is_redrawn_without_where_it_was_taken(window, department):
    window.post("/manage/sites/new", data=told(department))
    exif = Image.Exif()
    exif[0x010F], exif[0x8825], exif[0x0112] = "SecretCamera", {1: "N", 2: (37.0, 30.0, 0.0)}, 6
    data = {"file": (a_picture(size=(2400, 1200), exif=exif), "현장 사진.jpg"), "alt_ko": "넓은 보도"}
    assert window.post("/manage/sites/GN-S1/photos", data=data).status_code == 302
    photo = db.session.query(Photo).one()
    assert (photo.width, photo.height) == (800, 1600)
    answer = window.get(f"/sites/GN-S1/photos/{photo.id}")
    assert answer.mimetype == "image/jpeg" and b"SecretCamera" not in answer.data and b"Exif" not in answer.data
    assert not Image.open(io.BytesIO(answer.data)).getexif()
    assert 'alt="넓은 보도"' in window.get("/sites/GN-S1").text
    same = {"file": (a_picture(size=(2400, 1200), exif=exif), "또.jpg"), "alt_ko": "넓은 보도"}
    assert "이미 올린 사진" in words_of(window.post("/manage/sites/GN-S1/photos", data=same))
    for _click in range(2):
        assert window.post(f"/manage/sites/GN-S1/photos/{photo.id}/remove").status_code == 302
    assert window.get(f"/sites/GN-S1/photos/{photo.id}").status_code == 404


@pytest.mark.parametrize("file, alt", [
    (None, "보도"), ((io.BytesIO(b"<svg onload=alert(1)>"), "a.png"), "보도"), ((io.BytesIO(b""), "a.jpg"), "보도"),
    ((io.BytesIO(b"%PDF-1.7"), "a.pdf"), "보도"), ("picture", ""), ("cut", "보도")])
def test_what_is_no_picture_or_has_no_words_is_refused(window, department, file, alt):
    window.post("/manage/sites/new", data=told(department))
    if file in ("picture", "cut"):
        whole = a_picture().getvalue()
        file = (io.BytesIO(whole if file == "picture" else whole[:300]), "a.jpg")
    data = {"alt_ko": alt, "alt_en": "kept words", **({"file": file} if file else {})}
    answer = window.post("/manage/sites/GN-S1/photos", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422 and "kept words" in answer.text and db.session.query(Photo).count() == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_the_lists_read_a_constant_number_of_statements(window, statements, department, rows):
    for n in range(rows):
        b.a_site(department.municipality, f"S-{n:02}", department=department)
    for address, most in (("/sites", 3), ("/manage/sites", 3)):
        window.get(address)
        statements.clear()
        assert window.get(address).status_code == 200
        assert len(statements) == most


def test_thirty_sites_a_page(visitor, department):
    for n in range(31):
        b.a_site(department.municipality, f"S-{n:02}", department=department)
    first, second = visitor.get("/sites").text, visitor.get("/sites?after=S-29").text
    assert "S-29" in first and "S-30" not in first and "S-30" in second
