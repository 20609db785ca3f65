"""The rooms of partners and matching events, and a call's later settings, at every width: no sideways scrolling, axe finds nothing."""

from types import SimpleNamespace

import pytest

from portal.accounts.passwords import hash_of_password
from portal.foundation import transactions
from portal.foundation.db import db
from tests import builders as b
from tests import workflows
from tests.journeys import steps


def signed(user):
    user.password_hash = hash_of_password(steps.PASSWORD)
    return user.email


@pytest.fixture
def world(running):
    with running.app.app_context():
        program = b.a_program()
        body = workflows.with_revision() | {"letters": [{"where": "proposal_received", "words": {"ko": "{회사} 담당자께", "en": ""}}]}
        body["stages"][-1] |= {"starts": "2031-05-04", "ends": "2031-05-06"}
        call = b.a_call("soon", program=program, state="draft", definition=body)
        b.a_revision(call)
        partner = b.a_partner(program.municipality)
        b.an_offer(partner)
        coming, held = b.an_event(program=program, bodies=(partner, program.department)), b.an_event("held", program=program)
        company = b.a_company()
        invitee = b.an_invitee(coming, company)
        b.a_meeting(invitee)
        b.an_invitee(held, company, attendance="absent")
        b.a_question_at(coming, invitee)
        told = SimpleNamespace(
            call=call.code, partner=partner.code, coming=coming.id, held=held.id, invitee=invitee.id,
            manager=signed(b.a_manager(program)), staff=signed(b.a_partner_person(partner)), owner=signed(b.an_owner(company)))
        transactions.commit()
        db.session.remove()
    return told


@pytest.mark.parametrize("width", [360, 1280])
def test_their_pages_hold_at_every_width(running, person, world, width):
    manager, staff, owner = (person(width=width) for _each in range(3))
    build = f"/manage/calls/{world.call}/build"
    steps.signs_in(manager, world.manager)
    for address in (f"{build}/letters", f"{build}/stages", f"{build}/stages/stages/1", f"{build}/scoring", "/manage/partners",
                    f"/manage/partners/{world.partner}", "/manage/partners/new", "/manage/events", f"/manage/events/{world.coming}",
                    f"/manage/events/{world.coming}/meetings", f"/manage/events/{world.coming}/companies",
                    f"/manage/events/{world.held}/attendance", f"/manage/events/{world.held}/follow-ups", "/manage/follow-ups"):
        manager.open(address)
    steps.signs_in(staff, world.staff)
    for address in ("/partner", "/partner/requests", "/manage/events", f"/manage/events/{world.coming}/meetings"):
        staff.open(address)
    steps.signs_in(owner, world.owner)
    for address in ("/apply/events", f"/apply/invitations/{world.invitee}", "/partners", f"/partners/{world.partner}", "/events",
                    f"/events/{world.coming}"):
        owner.open(address)
