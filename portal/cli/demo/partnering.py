"""Cities and their partners: proposed, talked to, agreed or not, with what they offer and the people who tend it."""

from typing import Any

from portal.accounts.links import token_from
from portal.accounts.operations import accept_invitation
from portal.cli.demo.cast import PEOPLE, read
from portal.cli.demo.people import join
from portal.cli.demo.telling import Story, after, who
from portal.foundation import outbox
from portal.partners import operations
from portal.partners.models import Partner
from portal.partners.queries.relations import get_tended_partner, municipalities_to_tend


def plan_partners(story: Story) -> None:
    """Every step of it up to today."""
    for told in read("partners.json"):
        story.on(told["at"], partner_is_written_down, told)
        story.on(told["talked"], talks_begin, told)
        if "declined" in told:
            story.on(told["declined"]["at"], nothing_comes_of_it, told)
        if "agreed" in told:
            days = {name: told["agreed"][name] and str(story.day(told["agreed"][name])) for name in ("agreed_on", "ends_on")}
            story.on(told["agreed"]["at"], agreement_is_recorded, told, days)
        if "person" in told:
            story.on(after(told["agreed"]["at"], minutes=20), person_is_invited, told)
            story.on(after(told["agreed"]["at"], hours=3), person_accepts, told["person"]["key"])
        for n, offer in enumerate(told["offers"]):
            days = {name: str(story.day(offer[name])) for name in ("opens_on", "closes_on")}
            typed = {"field": "", "abroad": "", **offer, **days}
            story.on(after(told["agreed"]["at"], hours=4, minutes=15 * n), offer_is_made, told, typed)


def partner_is_written_down(told: dict[str, Any]) -> None:
    """A manager notes an organization that might help."""
    manager = who(told["manager"])
    cities = municipalities_to_tend(manager)
    operations.create_partner({**told["typed"], "municipality": cities[0].id}, cities, by=manager)


def talks_begin(told: dict[str, Any]) -> None:
    """They meet."""
    operations.talk_to_partner(_partner(told), by=who(told["manager"]))


def nothing_comes_of_it(told: dict[str, Any]) -> None:
    """They part, and the reason is kept."""
    operations.decline_partner(_partner(told), told["declined"]["reason"], by=who(told["manager"]))


def agreement_is_recorded(told: dict[str, Any], days: dict[str, str]) -> None:
    """It is signed."""
    operations.agree_with_partner(_partner(told), days, by=who(told["manager"]))


def person_is_invited(told: dict[str, Any]) -> None:
    """Someone of the organization gets the letter with the link."""
    operations.invite_to_partner(_partner(told), told["person"]["email"], by=who(told["manager"]))


def person_accepts(key: str) -> None:
    """They open an account and the link."""
    join(PEOPLE[key])
    letter = outbox.letters_to(PEOPLE[key].email)[-1]
    accept_invitation(token_from(letter.context["seed"]), by=who(key))


def offer_is_made(told: dict[str, Any], typed: dict[str, Any]) -> None:
    """The organization's own person writes it, or the manager for them."""
    writer = who(told["person"]["key"] if "person" in told else told["manager"])
    operations.create_offer(_partner(told), typed, by=writer)


def _partner(told: dict[str, Any]) -> Partner:
    manager = who(told["manager"])
    city = municipalities_to_tend(manager)[0]
    return get_tended_partner(f"{city.code}-{told['typed']['code']}", viewer=manager)
