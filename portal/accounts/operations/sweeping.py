"""Clearing away secrets that have done their work: links, wrong tries, sign-ins that ran out."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_

from portal.accounts.models import FailedSignIn, MailLink, SignIn
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.policy import require

WRONG_TRIES_STAY = timedelta(days=1)
SIGN_INS_STAY = timedelta(days=30)


def sweep_stale_secrets(*, by: Any) -> None:
    """Delete mail links that were used or ran out, wrong tries after a day, sign-ins 30 days after they ran out."""
    require(by, "sign_in.sweep", None)
    moment = now()
    for stale in (
        delete(MailLink).where(or_(MailLink.used_at.is_not(None), MailLink.expires_at < moment)),
        delete(FailedSignIn).where(FailedSignIn.created_at < moment - WRONG_TRIES_STAY),
        delete(SignIn).where(SignIn.expires_at < moment - SIGN_INS_STAY),
    ):
        db.session.execute(stale)
