"""The offers of partners that a proposal may ask for: those to be chosen today, and those that it named before."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.calls.definition import Definition
from portal.partners.models import Offer
from portal.partners.queries.choosing import offers_called, offers_to_choose

MOST_ID = 2**31 - 1


def ids_in(value: Any) -> list[int]:
    """The ids of an answer that ranks offers, best first; anything else in it is left out."""
    texts = value if isinstance(value, list) else []
    return [int(text) for text in texts
            if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= MOST_ID]


def offers_asked_in(definition: Definition, answers: Mapping[str, Any] | None) -> list[int]:
    """The ids of the offers that these answers rank."""
    question = definition.question_of("offers")
    return ids_in((answers or {}).get(question.key)) if question else []


def offers_for(proposal: Any, answers: Mapping[str, Any]) -> dict[str, Offer]:
    """By id as an answer has it; nothing is read where the call does not ask for offers."""
    definition = proposal.call.definition
    if definition.question_of("offers") is None:
        return {}
    found = offers_to_choose(proposal.call.program.municipality_id, named=offers_asked_in(definition, answers),
                             received=_received(proposal))
    return {str(offer.id): offer for offer in found}


def offers_received(submissions: Iterable[Any], definition: Definition) -> dict[str, Offer]:
    """The offers that what was received ranks, for whoever may read it."""
    ids = {offer for each in submissions if each for offer in offers_asked_in(definition, each.answers)}
    return {str(number): offer for number, offer in offers_called(ids).items()}


def phases_of(proposal: Any, offers: Mapping[str, Offer]) -> dict[str, str]:
    """What a check needs to know of them: what was received already stays valid whatever became of the offer."""
    kept = {str(each) for each in _received(proposal)}
    return {key: "open" if key in kept else offer.phase for key, offer in offers.items()}


def _received(proposal: Any) -> list[int]:
    submission = proposal.submission
    return offers_asked_in(proposal.call.definition, submission.answers) if submission else []
