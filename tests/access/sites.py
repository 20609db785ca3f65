"""Testbed sites: anyone reads them; administrators, the city's managers and the owner's officers describe them."""

from tests.access.rows import row


def site(w):
    return {"code": w.site.code}


def told(w):
    return {"code": "NEW-S1", "name_ko": "새 장소", "department": w.department.id, "kind": "street", "network_kind": "mobile",
            "version": w.site.version}


def days(w):
    return {"starts_on": "2030-01-01", "ends_on": "2030-01-02", "reason_ko": "공사"}


THEY = {"manager": 302, "officer": 302, "administrator": 302}
THEY_SEE = {"manager": 200, "officer": 200, "administrator": 200}

ROWS = [
    row("sites.index", "GET", everyone=200),
    row("sites.show", "GET", site, everyone=200),
    row("sites.photo", "GET", lambda w: {**site(w), "photo_id": w.photo.id}, everyone=200),
    row("sites.desk", "GET", **THEY_SEE, far_manager=200),
    row("sites.new", "GET", **THEY_SEE, far_manager=200),
    row("sites.new", "POST", data=told, **THEY, far_manager=422),
    row("sites.edit", "GET", site, **THEY_SEE),
    row("sites.edit", "POST", site, data=told, **THEY),
    row("sites.add_blackout", "POST", site, data=days, **THEY),
    row("sites.remove_blackout", "POST", lambda w: {**site(w), "blackout_id": w.blackout.id}, **THEY),
    row("sites.add_photo", "POST", site, manager=422, officer=422, administrator=422),
    row("sites.remove_photo", "POST", lambda w: {**site(w), "photo_id": w.photo.id}, **THEY),
]
