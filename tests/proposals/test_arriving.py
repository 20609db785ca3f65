"""A request is judged by when it arrived: waiting for the database makes nobody late."""

from datetime import timedelta
from threading import Timer

from sqlalchemy import select

from portal.foundation import transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.proposals.models import Proposal
from tests.proposals import story
from tests.proposals.pages import at


def test_a_submit_that_waited_for_another_writer_past_the_deadline_is_in_time(visitor):
    proposal = story.a_written_proposal()
    owner, version, id_ = visitor.sign_in(proposal.owner), proposal.version, proposal.id
    closes = proposal.call.closes_at = now() + timedelta(seconds=0.7)
    transactions.commit()
    writer = db.engine.connect()
    writer.execute(select(Proposal.id).where(Proposal.id == id_).with_for_update())
    release = Timer(1.2, writer.close)
    release.start()
    page = owner.post(at(proposal, "/submit"), data={"version": version})
    assert now() > closes, "it did not wait"
    release.join()
    assert page.location == at(proposal, "/receipts/1")
    assert proposal.submission.received_at <= closes
