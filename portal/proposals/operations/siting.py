"""The owners of the sites that a proposal names are asked whether it can be tried out there, and answer."""

from datetime import date, timedelta
from typing import Any

from portal.calls.words import tidied
from portal.foundation import outbox
from portal.foundation.clock import now, today
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.proposals.models import Proposal, Siting
from portal.proposals.notices import site_asked
from portal.proposals.siting import ANSWERS, SITING, WITH_A_REASON, the_proposal_goes_on
from portal.proposals.sitings import named_sites, sitings_of

LEAST, LATEST = 5, timedelta(days=180)


def ask_owners(proposal: Proposal, note: str, due_on: date | None, *, by: Any) -> list[Siting]:
    """Ask the owner of each site that the proposal names and that was not asked yet; each of their officers gets an e-mail.

    `note` tells them what is planned there, `due_on` is the last day to answer. Raises Invalid, Refused when there is nobody
    left to ask.
    """
    asked = {siting.site_id for siting in sitings_of(proposal)}
    fresh = [Siting(proposal=proposal, site=site, rank=rank, note="", due_on=due_on or today())
             for rank, site in named_sites(proposal) if site.id not in asked]
    for siting in fresh or [Siting(proposal=proposal)]:
        require(by, "siting.ask", siting)
        obstacle = the_proposal_goes_on(siting)
        if obstacle is not None:
            raise Refused(obstacle)
    if not fresh:
        raise Refused(_("Every site that the proposal names was asked about already."))
    words = _told(note, due_on)
    for siting in fresh:
        siting.note = words
        db.session.add(siting)
    db.session.flush()
    for siting in fresh:
        SITING.begin(siting, by=by, verb="ask", site=siting.site.code, due_on=due_on)
        for letter in site_asked(siting):
            outbox.owe(letter)
    return fresh


def answer_siting(siting: Siting, answer: str, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Say whether it can be tried out there: "yes", "conditional" or "no", the last two with a reason. Answered again, the
    former words stay in the history. Raises Invalid, Refused, Stale."""
    SITING.check(siting, "answer", by=by)
    if answer not in ANSWERS:
        raise Invalid({"answer": [_("Choose an answer.")]})
    words = tidied(reason, "reason", least=LEAST if answer in WITH_A_REASON else 0)
    former = {"was_answer": siting.answer, "was_reason": siting.reason} if siting.answer else {}
    SITING.move(siting, "answer", by=by, seen=seen, note=words, answer=answer, **former)
    siting.answer, siting.reason, siting.answered_at, siting.answered_by_id = answer, words, now(), by.id


def _told(note: str, due_on: date | None) -> str:
    """The note, tidied, if the day is one on which somebody can still answer. Raises Invalid."""
    wrong: dict[str, Any] = {}
    words = ""
    try:
        words = tidied(note, "note", least=LEAST)
    except Invalid as invalid:
        wrong.update(invalid.fields)
    if due_on is None or not today() <= due_on <= today() + LATEST:
        wrong["due_on"] = [_("Choose a day from today, at most %(days)s days ahead.", days=LATEST.days)]
    if wrong:
        raise Invalid(wrong)
    return words
