"""Companies hear of a document that expires: 30 days and 7 days before its last day, at nine in the morning in Seoul."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from portal.accounts.queries import people_by_company
from portal.foundation import outbox
from portal.foundation.clock import in_seoul, now, today
from portal.foundation.db import db
from portal.foundation.policy import require
from portal.papers.models import Paper
from portal.papers.notices import paper_expires
from portal.papers.standing import SOON_DAYS

BEFORE = (timedelta(days=SOON_DAYS), timedelta(days=7))
HOUR = 9


def remind_of_papers(*, by: Any) -> int:
    """Owe the e-mails whose day has come; the number of papers reminded of. Safe to repeat: a paper remembers the day it was
    reminded for. After a pause only the later of two missed ones is sent, and nobody hears of a day before it was added."""
    require(by, "paper.remind", None)
    if in_seoul(now()).hour < HOUR:
        return 0
    day, due = today(), []
    for paper in _expiring():
        latest = max(paper.valid_until - ahead for ahead in BEFORE if paper.valid_until - ahead <= day)
        if in_seoul(paper.created_at).date() <= latest and (paper.reminded_for is None or paper.reminded_for < latest):
            due.append((paper, latest))
    people = people_by_company({paper.company_id for paper, _latest in due})
    for paper, latest in due:
        for person in people.get(paper.company_id, ()):
            outbox.owe(paper_expires(paper, latest, person))
        # Without a new version: whoever is replacing it has not been overtaken by an e-mail.
        db.session.execute(update(Paper).where(Paper.id == paper.id).values(reminded_for=latest).execution_options(
            synchronize_session=False))
    return len(due)


def _expiring() -> list[Any]:
    """Each kept paper that expires within thirty days."""
    near = select(
        Paper.id, Paper.company_id, Paper.kind, Paper.title, Paper.valid_until, Paper.created_at, Paper.reminded_for).where(
        Paper.retired_at.is_(None), Paper.valid_until >= today(), Paper.valid_until <= today() + BEFORE[0])
    return list(db.session.execute(near.order_by(Paper.id).with_for_update(skip_locked=True)))
