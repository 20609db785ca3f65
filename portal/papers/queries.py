"""The papers of a company, for its own people."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.papers.models import Paper
from portal.papers.policy import visible_papers
from portal.papers.standing import SOON_DAYS


def papers_of(company_id: int, *, viewer: Any) -> list[Paper]:
    """What a company keeps now (never more than `adding.MOST`), what expires first on top, what never expires last."""
    here = select(Paper).where(Paper.company_id == company_id, Paper.retired_at.is_(None), visible_papers(viewer))
    return list(db.session.scalars(here.order_by(Paper.valid_until.is_(None), Paper.valid_until, Paper.year.desc(), Paper.id)))


def earlier_papers_of(company_id: int, *, viewer: Any, before: int | None = None, limit: int = 30) -> list[Paper]:
    """What was replaced or taken out, newest first; `before` is the id of the last row of the page before."""
    gone = select(Paper).where(Paper.company_id == company_id, Paper.retired_at.is_not(None), visible_papers(viewer))
    if before is not None:
        gone = gone.where(Paper.id < before)
    return list(db.session.scalars(gone.order_by(Paper.id.desc()).limit(limit)))


def ending_by_company(viewer: Any) -> dict[int, int]:
    """How many documents of each of this person's companies expired or expire within SOON_DAYS: one statement."""
    ending = select(Paper.company_id, func.count()).where(
        visible_papers(viewer), Paper.retired_at.is_(None), Paper.valid_until <= today() + timedelta(days=SOON_DAYS))
    return dict(db.session.execute(ending.group_by(Paper.company_id)).all())


def get_paper(company_id: int, paper_id: int, *, viewer: Any) -> Paper:
    """One paper of a company, kept or earlier. Raises Missing."""
    theirs = select(Paper).where(Paper.id == paper_id, Paper.company_id == company_id, visible_papers(viewer))
    paper = db.session.scalars(theirs).one_or_none()
    if paper is None:
        raise Missing
    return paper
