"""Before there is a call: two problems are posted, three companies answer, two are connected, one waits in the pool."""

from typing import Any

from portal.accounts.models import Company
from portal.cli.demo.calling import call_of
from portal.cli.demo.cast import CHEONAN, read
from portal.cli.demo.people import company_of
from portal.cli.demo.telling import Story, who
from portal.demand import operations
from portal.demand.queries import challenges, interests
from portal.programs.queries import find_program
from portal.proposals import operations as proposals
from portal.proposals import queries
from portal.sites.queries import sites_called


def plan_demand(story: Story) -> None:
    """Every step of it up to today."""
    told = read("demand.json")
    for each in told["challenges"]:
        story.on(each["posted"], challenge_is_posted, each, story.day(each["until"]).isoformat())
    for each in told["interests"]:
        story.on(each["at"], interest_is_registered, each)
    story.on(told["connected"]["at"], the_two_are_connected, told["connected"])
    story.on(told["late"]["begun"], draft_comes_too_late, told["late"])
    story.on(told["late"]["pooled"], it_waits_in_the_pool, told["late"])


def challenge_is_posted(told: dict[str, Any], until: str) -> None:
    """An officer writes the problem down and posts it."""
    officer = who(told["officer"])
    site = sites_called([told["site"]])[told["site"]].id if "site" in told else ""
    department = challenges.departments_of(officer)[0]
    challenge = operations.begin_challenge(department, {**told["typed"], "site_id": site, "closes_on": until}, by=officer)
    operations.post_challenge(challenge, by=officer)


def interest_is_registered(told: dict[str, Any]) -> None:
    """A company says what it can do, for one city or for any."""
    program = find_program(told["city"])
    place = f"city:{program.municipality_id}" if program else ""
    operations.register_interest(company_of(told["company"]), {**told["typed"], "place": place}, by=who(told["company"]))


def the_two_are_connected(told: dict[str, Any]) -> None:
    """A manager follows the suggestion with the most points."""
    interest = interests.interests_of(who(told["company"]))[0]
    challenge = next(each for each in challenges.challenges_in_phase("open") if each.field == interest.field)
    operations.accept_match(challenge, interest, by=who(told["manager"]))


def draft_comes_too_late(told: dict[str, Any]) -> None:
    """A company begins a proposal on the last evening and does not finish it."""
    owner, company = who(told["company"]), company_of(told["company"])
    proposal = proposals.create_proposal(call_of(CHEONAN, told["company"]), company, by=owner)
    proposals.save_answers(proposal, {key: (value, 0) for key, value in told["answers"].items()}, by=owner)


def it_waits_in_the_pool(told: dict[str, Any]) -> None:
    """With the company's consent every city can find it."""
    owner, company = who(told["company"]), company_of(told["company"])
    proposal = _late_proposal_of(company, told["company"])
    proposals.put_into_pool(queries.get_own_proposal(proposal, viewer=owner), by=owner)


def _late_proposal_of(company: Company, code: str) -> int:
    found = queries.find_live_proposal(call_of(CHEONAN, code), company.id)
    if found is None:
        raise LookupError(f"{code} has not begun a proposal for Cheonan")
    return found.id
