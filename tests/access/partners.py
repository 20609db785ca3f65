"""Partners: anyone reads of agreed ones; the city's managers and administrators tend them; its people tend their own offers."""

from datetime import timedelta

from portal.foundation.clock import today
from tests.access.rows import row


def partner(w):
    return {"code": w.partner.code}


def proposed(w):
    return {"code": w.proposed_partner.code}


def offer(w):
    return {"offer_id": w.offer.id}


def version(w):
    return {"version": w.offer.version}


def told(w):
    return {"municipality": w.program.municipality_id, "code": "NEW", "name_ko": "새 기업(가상)", "country": "DE",
            "strength_ko": "센서", "agreed_on": today().isoformat(), "version": w.partner.version}


def given(w):
    return {"kind": "training", "title_ko": "교육", "text_ko": "하루 교육", "slots": "3", "opens_on": today().isoformat(),
            "closes_on": (today() + timedelta(days=9)).isoformat(), "version": w.offer.version}


def seen(w):
    return {"version": w.proposed_partner.version}


def days(w):
    return {**seen(w), "agreed_on": today().isoformat()}


THEY = {"manager": 302, "administrator": 302}
THEY_SEE = {"manager": 200, "administrator": 200}

ROWS = [
    row("partners.index", everyone=200),
    row("partners.show", "GET", partner, everyone=200),
    row("partners.printable", "GET", lambda w: {"city": w.program.municipality.code}, everyone=200),
    row("partners.desk", **THEY_SEE, far_manager=200),
    row("partners.new", **THEY_SEE, far_manager=200),
    row("partners.new", "POST", data=told, **THEY, far_manager=422),
    row("partners.manage", "GET", proposed, **THEY_SEE),
    row("partners.edit", "GET", partner, **THEY_SEE),
    row("partners.edit", "POST", partner, data=told, **THEY),
    row("partners.talk", "POST", proposed, data=seen, **THEY),
    row("partners.agree", "POST", proposed, data=days, **THEY),
    row("partners.end", "POST", partner, manager=422, administrator=422),
    row("partners.decline", "POST", proposed, manager=422, administrator=422),
    row("partners.invite", "POST", partner, manager=422, administrator=422),
    row("partners.withdraw_invitation", "POST", lambda w: {**partner(w), "invitation_id": 999}),
    row("partners.remove_person", "POST", lambda w: {**partner(w), "user_id": w.staff.id}, **THEY),
    row("partners.ours", staff=200),
    row("partners.new_offer", "GET", partner, **THEY_SEE),
    row("partners.new_offer", "POST", partner, data=given, **THEY),
    row("partners.our_new_offer", "GET", partner, staff=200),
    row("partners.our_new_offer", "POST", partner, data=given, staff=302),
    row("partners.edit_offer", "GET", offer, **THEY_SEE),
    row("partners.edit_offer", "POST", offer, data=given, **THEY),
    row("partners.our_edit_offer", "GET", offer, staff=200),
    row("partners.our_edit_offer", "POST", offer, data=given, staff=302),
    row("partners.withdraw_offer", "POST", offer, data=version, **THEY),
    row("partners.our_withdraw_offer", "POST", offer, data=version, staff=302),
    row("partners.show_offer_again", "POST", offer, data=version, manager=409, administrator=409),
    row("partners.our_show_offer_again", "POST", offer, data=version, staff=409),
]
