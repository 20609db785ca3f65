"""Cheonan: received, checked, one supplemented, and now before the panel; nothing is decided yet."""

from datetime import timedelta

from portal.cli.demo import applying, calling, judging, people
from portal.cli.demo.cast import CHEONAN, PANELS, read
from portal.cli.demo.judging import Bench
from portal.cli.demo.telling import Story, after, in_turn

MANAGER = "ca_manager"
DOCUMENT = Bench(CHEONAN, "document", MANAGER)
LATER = timedelta(days=4)  # the file's document review lies before the day it was written for; so moved, that day is within it

WRITTEN = {
    "P06": ("2026-10-19 10:10", "2026-10-22 14:00", "2026-11-05 16:20", "2026-11-06 11:40"),
    "P07": ("2026-10-20 15:30", "2026-10-26 10:20", "2026-11-08 20:10", "2026-11-09 09:15"),
    "P08": ("2026-10-21 09:20", "2026-10-28 16:40", "2026-11-09 17:00", "2026-11-10 14:30"),
    "P09": ("2026-10-26 11:00", "2026-11-02 13:10", "2026-11-10 16:50", "2026-11-10 17:41"),
}
STRENGTH = {"P06": 0.88, "P07": 0.83, "P08": 0.78, "P09": 0.68}
DONE = ("R2", "R3", "R4", "R5", "R6")


def plan_cheonan(story: Story) -> None:
    """Every step of the Cheonan story up to today."""
    story.on("2026-10-01 10:00", calling.program_is_loaded, "ca-hub", story.shift + LATER)
    story.on("2026-10-01 14:00", people.staff_of, "CA-HUB")
    story.on("2026-10-10 09:00", calling.call_is_published, CHEONAN, "ca_approver")
    for code, (registers, begins, completes, submits) in WRITTEN.items():
        story.on(registers, people.company_registers, code)
        story.on(begins, applying.draft_begins, code)
        story.on(after(begins, days=1, hours=4), applying.draft_grows, code)
        story.on(completes, applying.draft_is_completed, code)
        story.on(submits, applying.proposal_is_submitted, code)
    _eligibility_is_checked(story)
    _panel_is_seated(story)
    _panel_scores(story)


def _eligibility_is_checked(story: Story) -> None:
    told = read("words.json")["supplement"]
    story.on("2026-11-13 14:00", applying.supplement_is_requested, "P08", MANAGER, told, story.moment("2026-11-17 18:00"))
    story.on("2026-11-16 11:20", applying.supplement_is_sent, "P08", told)
    for i, code in enumerate(("P06", "P07", "P09")):
        story.on(after("2026-11-13 10:00", minutes=40 * i), applying.eligibility_is_checked, code, MANAGER)
    story.on("2026-11-17 09:40", applying.eligibility_is_checked, "P08", MANAGER)


def _panel_is_seated(story: Story) -> None:
    story.on("2026-11-11 10:00", people.reviewers_join, PANELS[CHEONAN])
    story.on("2026-11-12 15:00", judging.panel_is_invited, DOCUMENT)
    for i, reviewer in enumerate(PANELS[CHEONAN]):
        story.on(in_turn("2026-11-13 09:10", i, per_day=3, hours=3), judging.seat_is_taken, DOCUMENT, reviewer.id)
    story.on("2026-11-17 16:00", judging.proposals_are_handed_over, DOCUMENT)
    story.on("2026-11-17 16:20", judging.proposals_are_assigned, DOCUMENT)


def _panel_scores(story: Story) -> None:
    """Five are done; R1 is in the middle of it; R7 stepped down from one, and a substitute took it over."""
    for i, reviewer in enumerate(DONE):
        for j, code in enumerate(WRITTEN):
            story.on(after("2026-11-18 10:00", hours=2 * i, minutes=7 * j), judging.conflict_is_denied,
                     DOCUMENT, reviewer, code)
            story.on(after("2026-11-20 09:20", hours=2 * i, minutes=25 * j), judging.sheet_is_given,
                     DOCUMENT, reviewer, code, STRENGTH[code])
    words, known_on = read("words.json")["stepping_down"], story.day("2026-11-18")
    story.on("2026-11-18 20:00", judging.reviewer_steps_down, DOCUMENT, "R7", "P08", words, known_on)
    for j, code in enumerate(("P06", "P07", "P09")):
        story.on(after("2026-11-18 20:05", minutes=5 * j), judging.conflict_is_denied, DOCUMENT, "R7", code)
    story.on("2026-11-19 09:30", judging.substitute_is_called, DOCUMENT, "R8", "P08")
    story.on("2026-11-20 19:00", judging.conflict_is_denied, DOCUMENT, "R8", "P08")
    for j, (code, share) in enumerate((("P06", 1.0), ("P07", 0.5))):
        story.on(after("2026-11-21 15:00", minutes=60 * j), judging.conflict_is_denied, DOCUMENT, "R1", code)
        story.on(after("2026-11-21 15:40", minutes=60 * j), judging.sheet_is_given, DOCUMENT, "R1", code, STRENGTH[code], share)
    story.on("2026-11-21 20:10", judging.sheet_is_given, DOCUMENT, "R7", "P06", STRENGTH["P06"], 0.4)
