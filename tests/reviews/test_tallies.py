"""Tallies: kept with every change, final only when there are enough sheets, with the bonuses a manager accepted."""

from threading import Barrier, Thread

from portal.foundation import transactions
from portal.foundation.db import db
from portal.proposals import operations as proposals
from portal.reviews import operations, queries, tallies
from portal.reviews.models import Review, Tally
from tests import builders as b
from tests.reviews import story


def a_scored_panel(size=5, *, stage="final", definition=None, story_name="P01"):
    call = b.a_call("closed", definition=definition)
    manager = b.a_manager(call)
    proposal = b.a_proposal("in_review", call=call, stage=stage, story=story_name)
    for _ in range(size):
        b.a_seat(call, stage=stage)
    reviews = operations.assign_balanced(call, stage, by=manager)
    return call, manager, proposal, reviews


def tally_of(proposal, stage="final"):
    return db.session.query(Tally).filter_by(proposal_id=proposal.id, stage_key=stage).one()


def test_four_sheets_are_not_enough_and_show_no_figure():
    _call, _manager, proposal, reviews = a_scored_panel()
    for review in reviews[:4]:
        story.score(review)
    tally = tally_of(proposal)
    assert (tally.assigned, tally.confirmed, tally.enough) == (5, 4, False)
    assert (tally.mean_e4, tally.final_e4, tally.passed, tally.rank_key) == (None, None, None, "")

    story.score(reviews[4])
    assert (tally.confirmed, tally.enough, tally.mean_e4, tally.passed) == (5, True, 900_000, True)


def test_five_who_confirm_at_the_same_moment_all_count(app):
    _call, _manager, proposal, reviews = a_scored_panel()
    for review in reviews:
        operations.clear_review(review, by=review.reviewer)
        operations.write_review(review, story.typed(story.full_points(review), review), by=review.reviewer)
    transactions.commit()
    together, troubles = Barrier(5), []

    def confirm(review_id: int) -> None:
        with app.app_context():
            together.wait(20)
            try:
                with transactions.transaction():
                    review = db.session.get_one(Review, review_id)
                    operations.confirm_review(review, by=review.reviewer)
            except Exception as trouble:
                troubles.append(trouble)

    threads = [Thread(target=confirm, args=(review.id,)) for review in reviews]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.expire_all()
    assert not troubles
    assert (tally_of(proposal).confirmed, tally_of(proposal).final_e4) == (5, 900_000)


def test_a_judged_bonus_renews_the_final_score_and_the_cap_holds():
    _call, manager, proposal, reviews = a_scored_panel()
    for review in reviews:
        story.score(review)
    assert tally_of(proposal).final_e4 == 900_000

    proposals.judge_bonus(proposal, {"local": (True, ""), "award": (False, "증빙이 없습니다.")}, by=manager)
    transactions.commit()
    assert (tally_of(proposal).bonus_e4, tally_of(proposal).final_e4) == (20_000, 920_000)


def test_the_last_stage_adds_the_weighted_mean_of_the_stage_before():
    definition = {**b.program_file()["definition"]}
    first, last = definition["stages"]
    definition["stages"] = [{**first, "weight": 40}, {**last, "weight": 60}]
    call, manager, proposal, reviews = a_scored_panel(stage="document", definition=definition)
    for review in reviews:
        story.score(review)
    assert tally_of(proposal, "document").final_e4 == 900_000
    proposal.stage_key = "final"
    for _ in range(5):
        b.a_seat(call, stage="final")
    for review in operations.assign_balanced(call, "final", by=manager):
        story.score(review, story.full_points(review, 0.8))
    tally = tally_of(proposal)
    own = tally.details["stage_mean_e4"]
    assert own < 900_000
    assert tally.mean_e4 == (900_000 * 40 + own * 60) // 100


def test_a_weighted_stage_before_without_enough_sheets_gives_no_final():
    definition = {**b.program_file()["definition"]}
    first, last = definition["stages"]
    definition["stages"] = [{**first, "weight": 40}, {**last, "weight": 60}]
    _call, _manager, proposal, reviews = a_scored_panel(definition=definition)
    for review in reviews:
        story.score(review)
    assert (tally_of(proposal).enough, tally_of(proposal).final_e4) == (True, None)


def test_bands_with_half_points_are_added_exactly():
    definition = {**b.program_file()["definition"]}
    definition["scoring"] = {**definition["scoring"], "scale": "five_band_60"}
    _call, _manager, proposal, reviews = a_scored_panel(definition=definition)
    for review in reviews:
        criteria = review.call.definition.stage("final").criteria
        story.score(review, {part.key: f"{part.max * 0.9:g}" for criterion in criteria for part in criterion.sub})
    assert reviews[0].criterion_totals["plan"] == 225_000
    assert tally_of(proposal).final_e4 == 900_000


def test_refreshing_changes_nothing_that_is_right_and_costs_the_same_for_many(statements):
    call, proposals_, _seats, _manager = story.golden_panel()
    transactions.commit()
    db.session.expire_all()
    many = [proposals_[name] for name in ("P01", "P02", "P03", "P04", "P05")]
    _ = [(proposal.id, proposal.call.definition) for proposal in many]
    statements.clear()
    tallies.refresh_all(many, "final")
    db.session.flush()
    assert len(statements) == 2, statements


def test_reasons_are_told_without_names_or_a_telling_order():
    _call, _manager, proposal, reviews = a_scored_panel()
    for n, review in enumerate(reviews):
        operations.clear_review(review, by=review.reviewer)
        sheet = story.typed(story.full_points(review), review, comment=f"종합 의견 {n}")
        for criterion in review.call.definition.stage("final").criteria:
            sheet["reason", criterion.key] = story.Typed(f"{n}번 위원의 {criterion.key} 의견입니다.")
        operations.write_review(review, sheet, by=review.reviewer)
        operations.confirm_review(review, by=review.reviewer)

    told = queries.released_reasons(proposal, "final")

    orders = [tuple(int(reason[0]) for reason in criterion.reasons) for criterion in told.criteria]
    assert all(sorted(order) == [0, 1, 2, 3, 4] for order in orders)
    assert len(set(orders)) > 1
    assert sorted(told.comments) == [f"종합 의견 {n}" for n in range(5)]
