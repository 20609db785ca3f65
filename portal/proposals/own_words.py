"""What a call adds in the city's own words to a letter about a proposal, or to its result."""

from typing import Any

from portal.calls.definition import own_words
from portal.foundation.outbox import OWN_WORDS
from portal.proposals.models import Proposal


def words_of_the_city(proposal: Proposal, where: str) -> dict[str, str]:
    """The words in both languages, filled in for this proposal; {} where the call adds none."""
    company = proposal.company
    return own_words(proposal.call.definition.letters, where, {
        "company": {"ko": company.name_in("ko"), "en": company.name_in("en")}, "title": proposal.title or proposal.number,
        "number": proposal.number, "call": proposal.call.title})


def city_says(proposal: Proposal, where: str) -> dict[str, Any]:
    """The same as a letter's context carries it; nothing where the call adds none."""
    words = words_of_the_city(proposal, where)
    return {OWN_WORDS: words} if words else {}
