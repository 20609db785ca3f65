"""Gangnam: a whole year, from the call to five pilots; one is certified, one waits for an answer, one is late."""

from portal.cli.demo import applying, calling, deciding, judging, people, piloting
from portal.cli.demo.cast import GANGNAM, MEMBERS, PANELS, read
from portal.cli.demo.judging import Bench
from portal.cli.demo.telling import Story, after, in_turn

MANAGER, APPROVER = "gn_manager", "gn_approver"
DOCUMENT, FINAL = Bench(GANGNAM, "document", MANAGER), Bench(GANGNAM, "final", MANAGER)

# Proposal: when the company registers, begins its draft, completes it, and submits it.
WRITTEN = {
    "P01": ("2026-03-03 09:40", "2026-03-09 10:30", "2026-03-23 14:20", "2026-03-25 16:40"),
    "P02": ("2026-03-04 11:10", "2026-03-10 09:50", "2026-03-23 17:30", "2026-03-24 11:05"),
    "P03": ("2026-03-05 13:20", "2026-03-16 15:10", "2026-03-25 18:40", "2026-03-26 10:30"),
    "P04": ("2026-03-06 10:00", "2026-03-12 11:40", "2026-03-26 13:15", "2026-03-26 17:20"),
    "P05": ("2026-03-09 16:30", "2026-03-19 19:20", "2026-03-27 16:45", "2026-03-27 17:52"),
}


def plan_gangnam(story: Story) -> None:
    """Every step of the Gangnam story."""
    story.on("2026-02-09 10:00", calling.program_is_loaded, "gn-oi", story.shift)
    story.on("2026-02-09 14:00", people.staff_of, "GN-OI")
    story.on("2026-02-23 09:00", calling.call_is_published, GANGNAM, APPROVER)
    _companies_apply(story)
    for i, code in enumerate(WRITTEN):
        story.on(in_turn("2026-03-30 10:00", i, per_day=2, hours=4), applying.eligibility_is_checked, code, MANAGER)
    _documents_are_judged(story)
    _presentations_are_judged(story)
    _pilots_run(story)


def _companies_apply(story: Story) -> None:
    for code, (registers, begins, completes, submits) in WRITTEN.items():
        story.on(registers, people.company_registers, code)
        story.on(begins, applying.draft_begins, code)
        story.on(after(begins, days=2, hours=3), applying.draft_grows, code)
        story.on(completes, applying.draft_is_completed, code)
        story.on(submits, applying.proposal_is_submitted, code)
    for code in MEMBERS:
        story.on("2026-03-04 10:00", people.colleague_is_invited, code)
        story.on("2026-03-04 15:20", people.colleague_accepts, code)


def _documents_are_judged(story: Story) -> None:
    story.on("2026-03-27 11:00", people.reviewers_join, PANELS[GANGNAM])
    story.on("2026-03-30 15:00", judging.panel_is_invited, DOCUMENT)
    for i, reviewer in enumerate(PANELS[GANGNAM]):
        story.on(in_turn("2026-03-31 09:30", i, per_day=4, hours=2), judging.seat_is_taken, DOCUMENT, reviewer.id)
    story.on("2026-04-03 16:00", judging.proposals_are_handed_over, DOCUMENT)
    story.on("2026-04-03 16:20", judging.proposals_are_assigned, DOCUMENT)
    _sheets_are_given(story, DOCUMENT, "2026-04-06 09:30", per_day=2, hours=5)
    story.on("2026-04-10 17:30", deciding.selection_is_proposed, GANGNAM, "document", MANAGER)
    story.on("2026-04-13 09:20", deciding.selection_is_confirmed, GANGNAM, "document", APPROVER)
    story.on("2026-04-13 10:00", deciding.results_are_released, GANGNAM, "document", MANAGER)


def _presentations_are_judged(story: Story) -> None:
    story.on("2026-04-14 10:00", judging.panel_is_invited, FINAL)
    for i, reviewer in enumerate(PANELS[GANGNAM]):
        story.on(in_turn("2026-04-14 13:00", i, per_day=3, hours=2), judging.seat_is_taken, FINAL, reviewer.id)
    for i, code in enumerate(WRITTEN):
        story.on(in_turn("2026-04-15 10:20", i, per_day=3, hours=2), applying.documents_are_handed_in, code)
    story.on("2026-04-20 10:00", judging.proposals_are_assigned, FINAL)
    _sheets_are_given(story, FINAL, "2026-04-22 10:00", per_day=7, hours=1)
    story.on("2026-04-23 11:00", deciding.selection_is_proposed, GANGNAM, "final", MANAGER)
    story.on("2026-04-24 15:00", deciding.selection_is_confirmed, GANGNAM, "final", APPROVER)
    story.on("2026-04-27 10:00", deciding.results_are_released, GANGNAM, "final", MANAGER)


def _sheets_are_given(story: Story, bench: Bench, begins: str, *, per_day: int, hours: int) -> None:
    """Each member answers the conflict question of each proposal, then scores it; R3 steps down from P02 once and for all."""
    told = read("reviews.json")
    gone = {(recusal["reviewer"], recusal["proposal"]): recusal["reason"]["ko"] for recusal in told["recusals"]}
    members = [reviewer.id for reviewer in PANELS[bench.call] if not reviewer.substitute]
    for i, reviewer in enumerate(members):
        for j, code in enumerate(WRITTEN):
            moment = after(in_turn(begins, i, per_day=per_day, hours=hours), minutes=j * 9)
            if (reviewer, code) not in gone:
                story.on(moment, judging.conflict_is_denied, bench, reviewer, code)
                story.on(after(moment, hours=1, minutes=j * 11), judging.golden_sheet_is_given, bench, reviewer, code)
            elif bench is DOCUMENT:
                known_on = story.moment(moment).date()
                story.on(moment, judging.reviewer_steps_down, bench, reviewer, code, gone[reviewer, code], known_on)


def _pilots_run(story: Story) -> None:
    told = read("pilots.json")
    for i, code in enumerate(WRITTEN):
        pilot = told[code]
        story.on(after("2026-05-11 10:00", minutes=25 * i), piloting.pilot_is_prepared, code, story.day(told["agreement"]))
        story.on(after("2026-05-12 14:00", minutes=35 * i), applying.documents_are_handed_in, code)
        story.on(after(f"{told['agreement']} 09:30", minutes=5 * i), piloting.pilot_begins, code)
        for milestone in told["common"]:
            _milestone_passes(story, code, milestone, minutes=7 * i)
        for milestone in pilot["milestones"]:
            _milestone_passes(story, code, milestone, minutes=0)
        for day, values in pilot["readings"].items():
            story.on(after(f"{day} 17:40", minutes=6 * i), piloting.kpis_are_measured, code, values, story.day(day))
        if "moved" in pilot:
            moved = pilot["moved"]
            story.on(moved["on"], piloting.due_dates_are_moved, code, moved["keys"], moved["days"], moved["reason"])
        if "finished" in pilot:
            story.on(pilot["finished"], piloting.pilot_is_finished, code)
    for midnight in ("2026-08-22 00:00", "2026-11-15 00:00", "2026-11-22 00:00"):
        story.on(midnight, piloting.the_day_turns)


def _milestone_passes(story: Story, code: str, told: dict[str, str], *, minutes: int) -> None:
    story.on(after(told["claimed"], minutes=minutes), piloting.milestone_is_claimed, code, told)
    if "answered" in told:
        story.on(after(told["answered"], minutes=minutes), piloting.milestone_is_answered, code, told)
