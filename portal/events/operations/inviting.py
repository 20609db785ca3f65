"""Companies are invited, answer, ask to join by themselves, and are let in or turned down."""

from collections.abc import Collection, Mapping
from typing import Any

from portal.accounts.models import Company
from portal.events.lifecycle import GOES_ON, INVITEE, EventState, InviteeState
from portal.events.models import Event, Invitee
from portal.events.notices import company_invited
from portal.events.operations.meeting import call_off_meeting
from portal.events.queries.invitees import companies_with, find_invitee, number_invited
from portal.events.queries.meetings import agreed_of
from portal.events.typed import TypedEvent
from portal.foundation import outbox
from portal.foundation.clock import arrival, now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require

WISH_MOST, REASON_MOST, INVITED_MOST = 300, 1000, 300


def invite_companies(event: Event, ids: Collection[int], *, by: Any) -> list[Invitee]:
    """Invite several at once; their owners get an e-mail. Who is on the list stays as it is, who asked to join is let in.
    Raises Invalid when nobody was chosen, Refused before the announcement and after the event."""
    require(by, "invitee.invite", Invitee(event=event))
    if event.state != EventState.ANNOUNCED or event.is_over:
        raise Refused(_("Companies can be invited from the announcement until the end of the event."))
    companies = companies_with(sorted(set(ids)))
    if not companies:
        raise Invalid({"companies": [_("Choose at least one company.")]})
    if number_invited(event) + len(companies) > INVITED_MOST:
        raise Refused(_("At most %(most)s companies fit on the list of one event.", most=INVITED_MOST))
    found = (_invite(event, company, by) for company in companies)
    return [each for each in found if each is not None]


def _invite(event: Event, company: Company, by: Any) -> Invitee | None:
    known = find_invitee(event.id, company.id)
    if known is not None:
        if known.state in (InviteeState.ASKED, InviteeState.TURNED_DOWN):
            INVITEE.move(known, "let_in", by=by)
            return known
        return None
    invitee = Invitee(event=event, company=company, state=InviteeState.INVITED.value)
    db.session.add(invitee)
    db.session.flush()
    INVITEE.begin(invitee, by=by, verb="invite", event=event.id)
    for letter in company_invited(invitee, by=by, note=None):
        outbox.owe(letter)
    return invitee


def ask_to_join(event: Event, company: Company, wish: str, *, by: Any) -> Invitee:
    """A company asks by itself, until the event is completed; after the day for answers it counts as late. Asked twice, it is
    asked once. Raises Invalid, Refused."""
    invitee = Invitee(event=event, company=company, company_id=company.id, state=InviteeState.ASKED.value, asked_at=arrival())
    require(by, "invitee.ask", invitee)
    known = find_invitee(event.id, company.id)
    if known is not None:
        return known
    if event.state not in GOES_ON:
        raise Refused(_("The event is completed or called off."))
    read = TypedEvent({"wish": wish})
    invitee.wish = read.text("wish", WISH_MOST, required=True)
    read.done()
    invitee.is_late = _is_late(event)
    db.session.add(invitee)
    db.session.flush()
    INVITEE.begin(invitee, by=by, verb="ask", event=event.id, late=invitee.is_late)
    return invitee


def answer_invitation(invitee: Invitee, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Say whether the company comes (`coming`: "yes" or "no") and what it would like to talk about (`wish`); a no calls its
    agreed meetings off. The same answer again changes nothing. Raises Invalid, Refused, Stale."""
    read = TypedEvent(typed)
    coming = read.one_of("coming", ("yes", "no"), required=True)
    wish = read.text("wish", WISH_MOST)
    verb, target = ("come", InviteeState.COMING) if coming == "yes" else ("stay_away", InviteeState.NOT_COMING)
    INVITEE.check(invitee, verb, by=by)
    read.done()
    if invitee.state == target and invitee.wish == wish:
        return
    before = invitee.state
    INVITEE.move(invitee, verb, by=by, seen=seen)
    invitee.wish, invitee.answered_at = wish, now()
    if coming == "no":
        for meeting in agreed_of(invitee):
            call_off_meeting(meeting, _("The company cannot come to the event."), by=by)
    if coming == "yes" and before != InviteeState.COMING:
        invitee.is_late = invitee.is_late or _is_late(invitee.event)


def let_company_in(invitee: Invitee, *, by: Any, seen: int | None = None) -> None:
    """Invite a company that asked. Raises Refused, Stale."""
    INVITEE.move(invitee, "let_in", by=by, seen=seen)
    invitee.reason = ""


def turn_company_down(invitee: Invitee, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Tell a company that it cannot join, for a reason that it reads. Raises Invalid, Refused, Stale."""
    INVITEE.check(invitee, "turn_down", by=by)
    read = TypedEvent({"reason": reason})
    words = read.text("reason", REASON_MOST, required=True)
    read.done()
    INVITEE.move(invitee, "turn_down", by=by, seen=seen, note=words)
    invitee.reason = words


def _is_late(event: Event) -> bool:
    """By the clock; the closing instant itself is still in time."""
    return event.reply_by is not None and arrival() > event.reply_by
