"""Municipalities and their departments: the administrator's pages."""

from tests.access.rows import row


def city(w):
    return {"code": w.program.municipality.code}


def unit(w):
    return {**city(w), "department_id": w.department.id}


def named(w):
    return {"name_ko": "새 이름", "name_en": "New name", "version": 1}


ROWS = [
    row("municipalities.index", administrator=200),
    row("municipalities.new", administrator=200),
    row("municipalities.new", "POST", data=lambda w: {"code": "NEW", "name_ko": "새시(가상)"}, administrator=302),
    row("municipalities.show", "GET", city, administrator=200),
    row("municipalities.update", "POST", city, data=named, administrator=302),
    row("municipalities.add_department", "POST", city, data=lambda w: {"new-name_ko": "교통과"}, administrator=302),
    row("municipalities.department", "GET", unit, administrator=200),
    row("municipalities.department", "POST", unit, data=named, administrator=302),
]
