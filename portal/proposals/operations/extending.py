"""The deadline is moved: for everyone of a call, or for one company that has a good reason; at once, on record, and told."""

from datetime import datetime
from typing import Any

from portal.accounts.queries import find_company_by_number
from portal.accounts.registration_number import compact
from portal.calls.models import Call
from portal.calls.operations import change_closing
from portal.calls.words import REASON_LEAST, tidied
from portal.foundation import history, outbox
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.proposals.applicants import find_extension, whoever_applies_to
from portal.proposals.models import Extension
from portal.proposals.notices import deadline_moved
from portal.proposals.queries import people_of
from portal.proposals.receiving import extended


def extend_for_all(call: Call, closes_at: datetime | None, reason: str, *, by: Any) -> None:
    """Move the deadline of a call later for everyone, also after it has passed; whoever applies is told. Raises Invalid."""
    require(by, "call.change_dates", call)
    reason = tidied(reason, "reason", least=REASON_LEAST)
    if closes_at is None or closes_at <= max(call.closes_at, now()):
        raise Invalid({"closes_at": [_("Choose a time that is still to come and later than the deadline now.")]})
    change_closing(call, closes_at, reason, by=by)
    for person in whoever_applies_to(call):
        outbox.owe(deadline_moved(call, closes_at, reason, person, alone=False))


def extend_for(call: Call, registration_number: str, until: datetime | None, reason: str, *, by: Any) -> Extension:
    """Give one company until later than the others; given again, the newer date counts. Its people get an e-mail. Raises
    Invalid. Whether the company is writing a proposal is not told."""
    require(by, "call.change_dates", call)
    reason = tidied(reason, "reason", least=REASON_LEAST)
    company = find_company_by_number(compact(registration_number))
    if company is None:
        raise Invalid({"brn": [_("No company with this registration number has an account here.")]})
    if until is None or until <= max(call.closes_at, now()):
        raise Invalid({"until": [_("Choose a time that is still to come and later than the deadline now.")]})
    extension = find_extension(call.id, company.id)
    if extension is None:
        extension = Extension(call_id=call.id, company_id=company.id, until=until, reason=reason, given_by_id=by.id)
        db.session.add(extension)
    extension.until, extension.reason, extension.given_by_id = until, reason, by.id
    db.session.flush()
    extended(call.id, company.id, until)
    history.record(call, "extend_for", by=by, note=reason, company=company.id, until=until.isoformat())
    for person in people_of(company.id):
        outbox.owe(deadline_moved(call, until, reason, person, alone=True))
    return extension
