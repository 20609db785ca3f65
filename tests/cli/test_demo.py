"""The demonstration story: told once, it stands around today, adds up, and writes to nobody."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal import create_app
from portal.accounts.models import Company, Nobody, User
from portal.accounts.operations import sign_in
from portal.calls.models import Call
from portal.calls.queries import calls_in_phase
from portal.cli.demo.cast import CHEONAN, GANGNAM, GYEONGGI, PASSWORD, PEOPLE, PROPOSALS, SIGN_INS, read
from portal.cli.demo.loading import whole_story
from portal.decisions.models import Decision, Selection
from portal.events.models import Event, Invitee, Meeting
from portal.events.queries.follow_ups import follow_ups_of
from portal.foundation import clock, history, outbox
from portal.foundation.counts import Count
from portal.foundation.db import Base, db
from portal.foundation.errors import Forbidden
from portal.foundation.history import HistoryEntry
from portal.foundation.outbox import Letter
from portal.foundation.policy import SYSTEM
from portal.jobs.turns import turn_the_day
from portal.papers.queries import papers_of
from portal.pilots.models import Kpi, Milestone, Pilot, Reading
from portal.pilots.queries import claims_waiting_for
from portal.proposals.models import Proposal, Submission
from portal.reviews.models import Review, Tally
from portal.reviews.queries import queue_of
from tests.conftest import fresh_postgresql


@pytest.fixture(scope="module")
def loaded(request, tmp_path_factory):
    """The app on a database of its own with the story in it, and what the command printed."""
    folder = tmp_path_factory.mktemp("demo")
    postgresql = request.config.getoption("--database") == "postgresql"
    app = create_app({
        "TESTING": True, "SECRET_KEY": "tests", "FILES_ROOT": str(folder / "files"), "BASE_URL": "http://portal.test",
        "SQLALCHEMY_DATABASE_URI": fresh_postgresql() if postgresql else f"sqlite:///{folder / 'demo.db'}"})
    with app.app_context():
        Base.metadata.create_all(db.engine)
    return app, app.test_cli_runner().invoke(args=["demo", "load"])


@pytest.fixture
def told(loaded, app):
    """An open context on the database of the story; what a test writes is forgotten."""
    demo, _result = loaded
    with demo.app_context():
        yield demo
        db.session.rollback()


def person(key: str) -> User:
    return db.session.scalars(select(User).where(User.email == PEOPLE[key].email)).one()


def proposal(code: str) -> Proposal:
    brn = PROPOSALS[code]["company"]["brn"].replace("-", "")
    mine = select(Proposal).join(Proposal.company).where(Company.brn == brn)
    return db.session.scalars(mine.order_by(Proposal.id).limit(1)).one()


def points(e4: int) -> str:
    return f"{e4 / 10_000:.4f}"


def pilot(code: str) -> Pilot:
    return db.session.scalars(select(Pilot).where(Pilot.proposal_id == proposal(code).id)).one()


def states_of(model, code: str, scope=None) -> Counter:
    call = db.session.scalars(select(Call).where(Call.code == code)).one()
    return Counter(db.session.scalars(select(model.state).where((scope or model.call_id) == call.id)))


def test_it_says_in_a_few_lines_what_was_loaded(loaded):
    _app, result = loaded

    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) == 5
    assert "the chain of what happened is whole" in result.output


def test_one_call_is_open_one_in_review_one_has_running_pilots(told):
    assert [call.code for call in calls_in_phase("open", viewer=SYSTEM)] == [GYEONGGI]
    assert [call.code for call in calls_in_phase("closed", viewer=SYSTEM)] == [CHEONAN, GANGNAM]
    assert states_of(Proposal, GYEONGGI) == {"submitted": 1, "draft": 1}
    assert states_of(Proposal, CHEONAN) == {"in_review": 4, "draft": 1}
    assert states_of(Review, CHEONAN) == {"confirmed": 21, "open": 5, "assigned": 2, "recused": 1}
    assert states_of(Proposal, GANGNAM) == {"selected": 5}
    assert states_of(Pilot, GANGNAM) == {"running": 4, "finished": 1}


def test_a_company_keeps_papers_that_are_good_about_to_expire_and_expired(told):
    kept = papers_of(proposal("P12").company_id, viewer=person("P12"))
    assert Counter(str(paper.standing) for paper in kept) == {"valid": 4, "expiring": 1, "expired": 1}
    assert [paper.kind for paper in kept if paper.is_award] == ["award"]


def test_one_event_left_two_companies_to_follow_up_and_one_takes_answers(told):
    held, coming = db.session.scalars(select(Event).order_by(Event.starts_at))
    assert (held.state, coming.state) == ("held", "announced") and held.ends_at < clock.now() < coming.reply_by
    assert [each.attendance for each in follow_ups_of(held)] == ["absent", "absent"]
    assert Counter(db.session.scalars(select(Invitee.state).where(Invitee.event_id == coming.id))) == {
        "coming": 2, "invited": 2, "asked": 1}
    assert Counter(db.session.scalars(select(Meeting.state))) == {"held": 1, "accepted": 1, "requested": 1}


def test_the_final_scores_and_their_order_are_those_of_the_files(told):
    final = select(Decision).join(Decision.selection).where(Selection.stage_key == "final").order_by(Decision.rank)
    decisions = db.session.scalars(final).all()
    rows = read("reviews.json")["expected"]
    expected = [(proposal(row["proposal"]).number, row["mean"], row["final"], row["rank"]) for row in rows]

    assert [(d.proposal.number, points(d.mean_e4), points(d.final_e4), d.rank) for d in decisions] == expected
    assert [d.final_e4 for d in decisions] == [900000, 850000, 850000, 834000, 706000]
    assert {d.outcome for d in decisions} == {"selected"}
    assert {d.grant_won for d in decisions} == {20_000_000}


def test_every_part_of_the_final_rests_on_the_sheets_of_the_files(told):
    tallies = db.session.scalars(select(Tally).where(Tally.stage_key == "final")).all()

    by_number = {tally.proposal.number: tally for tally in tallies}
    for row in read("reviews.json")["expected"]:
        tally = by_number[proposal(row["proposal"]).number]
        assert tally.confirmed == row["n"]
        assert {key: points(e4) for key, e4 in tally.details["tie_e4"].items()} == row["tie"]


def test_nobody_proposed_and_confirmed_the_same_result(told):
    selections = db.session.scalars(select(Selection).order_by(Selection.id)).all()

    assert [(s.stage_key, s.state) for s in selections] == [("document", "released"), ("final", "released")]
    assert all(s.proposed_by_id != s.confirmed_by_id for s in selections)
    assert all(s.call.code == GANGNAM for s in selections)


def test_the_chain_is_whole_and_told_in_the_order_of_its_times(told):
    times = list(db.session.scalars(select(HistoryEntry.at).order_by(HistoryEntry.number)))

    assert list(history.broken_links()) == []
    assert times == sorted(times)
    assert times[-1] <= clock.now()
    assert clock.now() - times[-1] < timedelta(days=3)


@pytest.mark.parametrize("moment", ["2026-11-22 00:00", "2027-03-01 23:59", "2028-02-29 00:00", "2031-12-31 12:00"])
def test_on_whatever_day_it_is_told_nothing_lies_in_the_future(moment):
    with clock.at(datetime.fromisoformat(moment).replace(tzinfo=clock.KST)):
        assert whole_story().last_moment <= clock.now()
        assert clock.now() - whole_story().last_moment < timedelta(days=1)


@pytest.mark.parametrize(("noun", "scope"), [
    (Proposal, Proposal.call_id), (Review, Review.call_id), (Pilot, Pilot.call_id), (Milestone, Pilot.call_id)])
def test_the_counts_are_those_of_the_rows(told, noun, scope):
    rows = select(scope, noun.state, func.count(noun.id)).group_by(scope, noun.state)
    if noun is Milestone:
        rows = rows.select_from(Milestone).join(Milestone.pilot)
    kept = select(Count.scope_id, Count.state, Count.n).where(Count.noun == noun.__tablename__, Count.n != 0)

    assert sorted(map(tuple, db.session.execute(kept))) == sorted(map(tuple, db.session.execute(rows)))


def test_every_letter_of_the_story_has_left_and_none_follows(told):
    letters = db.session.scalars(select(Letter)).all()

    assert len(letters) > 100
    assert all(letter.sent_at is not None and letter.next_try_at is None for letter in letters)
    assert turn_the_day() == 0
    assert outbox.take_due() == []


def test_only_the_portal_itself_keeps_letters_as_sent(told):
    with pytest.raises(Forbidden):
        outbox.mark_all_told(by=person("admin"))


@pytest.mark.parametrize("key", sorted(PEOPLE))
def test_everyone_of_the_cast_can_sign_in(told, key):
    signed_in = sign_in(PEOPLE[key].email, PASSWORD, by=Nobody(), address="192.0.2.1")

    assert signed_in.name == PEOPLE[key].name
    assert "가상" in signed_in.name
    assert signed_in.roles


def test_the_printed_sign_ins_belong_to_the_cast(told):
    printed = told.test_cli_runner().invoke(args=["demo", "signins"]).output

    assert PASSWORD in printed
    assert {email for _shown, email in SIGN_INS} <= {each.email for each in PEOPLE.values()}
    assert all(email in printed and shown in printed for shown, email in SIGN_INS)


def test_a_reviewer_in_cheonan_has_every_kind_of_work_left(told):
    desk = queue_of(viewer=person("cheonan.R1"))[0]

    assert (len(desk.to_clear), len(desk.to_score), len(desk.confirmed)) == (2, 1, 1)
    assert {mark.kind for mark in desk.to_score[0].marks} == {"points", "reason"}
    assert desk.to_score[0].missing_marks
    assert desk.due_at > clock.now()


def test_the_supplement_was_asked_once_and_answered(told):
    mine = select(Submission.kind).where(Submission.proposal_id == proposal("P08").id)

    assert list(db.session.scalars(mine.order_by(Submission.number))) == ["submission", "supplement"]


def test_pilots_stand_where_the_story_says(told):
    states = {code: {m.key: m.state for m in pilot(code).milestones} for code in ("P01", "P02", "P03", "P04", "P05")}

    assert states["P01"]["M5"] == "accepted"
    assert states["P01"]["M6"] == "claimed"
    assert states["P02"]["M5"] == "planned"
    assert states["P03"]["M8"] == "claimed"
    assert {state for key, state in states["P04"].items() if key != "M10"} == {"accepted"}
    checked = next(milestone for milestone in pilot("P02").milestones if milestone.key == "M4")
    assert [claim.verdict for claim in checked.claims] == ["returned", "accepted"]
    late = [m for code in states for m in pilot(code).milestones if m.is_overdue]
    assert [(m.pilot.proposal.number, m.key) for m in late] == [(proposal("P05").number, "M5")]
    assert len(claims_waiting_for(viewer=person("gn_manager"))) == 2


def test_every_kpi_was_measured_several_times(told):
    per_kpi = dict(db.session.execute(select(Kpi.id, func.count(Reading.id)).outerjoin(Reading).group_by(Kpi.id)).all())

    assert per_kpi
    assert min(per_kpi.values()) >= 4


def test_reasons_are_long_enough_to_learn_from_and_no_two_of_one_panel_are_the_same(told):
    reviews = db.session.scalars(select(Review).where(Review.state == "confirmed")).all()
    written = [(r.proposal_id, r.stage_key, m.key, m.value) for r in reviews for m in r.marks if m.kind == "reason"]

    assert all(len(text) >= 30 for *_where, text in written)
    assert len(set(written)) == len(written)
    mine = [(r.proposal_id, r.reviewer_id, m.key, m.value) for r in reviews for m in r.marks if m.kind == "reason"]
    assert len(set(mine)) == len(mine)


def test_a_second_load_refuses_and_if_empty_is_silent(told):
    again = told.test_cli_runner().invoke(args=["demo", "load"])
    silent = told.test_cli_runner().invoke(args=["demo", "load", "--if-empty"])

    assert again.exit_code == 1
    assert "was not loaded" in again.stderr
    assert (silent.exit_code, silent.output) == (0, "")
