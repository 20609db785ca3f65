"""A rule and its SQL twin agree: what `may` says of each row, the WHERE clause says too, for every persona."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Nobody, User
from portal.calls.models import Call
from portal.calls.policy import overseen_calls, visible_calls
from portal.decisions.models import Decision, Selection
from portal.decisions.policy import visible_decisions, visible_selections
from portal.demand.models import Challenge, Interest, PoolEntry
from portal.demand.policy import matched_by, visible_challenges, visible_interests, visible_pool
from portal.events.models import Event, Invitee, Meeting, Question
from portal.events.policy import (
    hosted_events,
    run_events,
    visible_events,
    visible_invitees,
    visible_meetings,
    visible_questions,
)
from portal.foundation.db import db
from portal.foundation.policy import may
from portal.papers.models import Paper
from portal.papers.policy import visible_papers
from portal.partners.models import Partner
from portal.partners.policy import tended_partners, visible_partners
from portal.pilots.models import Pilot
from portal.pilots.policy import visible_pilots
from portal.proposals.models import OfferRequest, Proposal, Siting
from portal.proposals.policy import visible_proposals, visible_requests, visible_sitings
from portal.reviews.models import Review, Seat
from portal.reviews.policy import visible_reviews, visible_seats
from portal.sites.models import Site
from portal.sites.policy import described_sites
from tests.architecture import world as small_world

JOINED = select(Decision).join(Decision.selection).join(Decision.proposal)
TWINS = [
    ("call.view", select(Call), visible_calls), ("call.oversee", select(Call), overseen_calls),
    ("proposal.view", select(Proposal), visible_proposals), ("review.view", select(Review), visible_reviews),
    ("seat.view", select(Seat), visible_seats), ("selection.view", select(Selection), visible_selections),
    ("paper.view", select(Paper), visible_papers), ("decision.view", JOINED, visible_decisions),
    ("pilot.view", select(Pilot), visible_pilots),
    ("siting.view", select(Siting), visible_sitings), ("offer_request.view", select(OfferRequest), visible_requests),
    ("site.edit", select(Site), described_sites),
    ("partner.view", select(Partner), visible_partners), ("partner.edit", select(Partner), tended_partners),
    ("challenge.view", select(Challenge), visible_challenges), ("challenge.match", select(Challenge), matched_by),
    ("interest.view", select(Interest), visible_interests), ("pool_entry.view", select(PoolEntry), visible_pool),
    ("event.view", select(Event), visible_events), ("event.run", select(Event), run_events), ("event.host", select(Event), hosted_events),
    ("invitee.view", select(Invitee), visible_invitees), ("meeting.view", select(Meeting), visible_meetings),
    ("event_question.view", select(Question), visible_questions),
]


@pytest.fixture
def world(app):
    return small_world.build()


@pytest.mark.parametrize(("permission", "rows", "twin"), TWINS, ids=[name for name, _rows, _twin in TWINS])
def test_rule_and_sql_agree_for_every_persona(world, permission, rows, twin):
    seen = 0
    for persona, user in world.people.items():
        viewer = db.session.get(User, user.id) if user else Nobody()
        by_rule = {row.id for row in db.session.scalars(rows) if may(viewer, permission, row)}
        by_sql = {row.id for row in db.session.scalars(rows.where(twin(viewer)))}
        assert by_rule == by_sql, f"{permission} for {persona}: rule {by_rule}, SQL {by_sql}"
        seen += len(by_sql)
    assert seen > 0, "nobody sees anything: the world lacks such a row"
