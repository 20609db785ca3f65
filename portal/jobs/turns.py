"""What the turn of the day in Seoul brings: overdue milestones are told, stale secrets are swept out."""

from portal.accounts import operations as accounts
from portal.foundation.policy import SYSTEM
from portal.foundation.transactions import transaction
from portal.pilots import operations as pilots


def turn_the_day() -> int:
    """Tell both sides of every milestone that became overdue; safe to repeat. The number told."""
    with transaction():
        told = pilots.tell_what_is_overdue(by=SYSTEM)
    with transaction():
        accounts.sweep_stale_secrets(by=SYSTEM)
    return told
