"""What time brings: overdue milestones are told at midnight in Seoul, stale secrets swept out, deadlines reminded of."""

from portal.accounts import operations as accounts
from portal.foundation.policy import SYSTEM
from portal.foundation.transactions import transaction
from portal.papers import operations as papers
from portal.pilots import operations as pilots
from portal.proposals import operations as proposals


def turn_the_day() -> int:
    """Tell both sides of every milestone that became overdue; safe to repeat. The number told."""
    with transaction():
        told = pilots.tell_what_is_overdue(by=SYSTEM)
    with transaction():
        accounts.sweep_stale_secrets(by=SYSTEM)
    return told


def remind() -> int:
    """Remind companies of deadlines that come near and of documents that expire; safe to repeat. The number reminded of."""
    with transaction():
        deadlines = proposals.remind_of_deadlines(by=SYSTEM)
    with transaction():
        return deadlines + papers.remind_of_papers(by=SYSTEM)
