"""Gyeonggi: the call is open; one proposal has its receipt, one is a draft, one company has only registered."""

from portal.cli.demo import applying, calling, keeping, people
from portal.cli.demo.cast import GYEONGGI
from portal.cli.demo.telling import Story

STILL_OPEN = ("safety", "team", "budget")


def plan_gyeonggi(story: Story) -> None:
    """Every step of the Gyeonggi story up to today."""
    story.on("2026-11-02 10:00", calling.program_is_loaded, "gg-pm", story.shift)
    story.on("2026-11-02 14:00", people.staff_of, "GG-PM")
    story.on("2026-11-09 09:00", calling.call_is_published, GYEONGGI, "gg_approver")
    story.on("2026-11-10 10:40", people.company_registers, "P10")
    story.on("2026-11-12 14:20", applying.draft_begins, "P10", "partner")
    story.on("2026-11-16 09:50", applying.draft_grows, "P10")
    story.on("2026-11-18 16:30", applying.offers_are_ranked, "P10")
    story.on("2026-11-19 14:30", applying.draft_is_completed, "P10")
    story.on("2026-11-19 15:10", applying.proposal_is_submitted, "P10")
    story.on("2026-11-13 11:30", people.company_registers, "P11")
    story.on("2026-11-16 13:00", people.company_registers, "P12")
    story.on("2026-11-16 13:40", keeping.company_fills_its_file, "P12")
    story.on("2026-11-17 10:15", applying.draft_begins, "P12", "task")
    story.on("2026-11-20 16:40", applying.draft_grows, "P12", STILL_OPEN)
