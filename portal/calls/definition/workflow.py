"""The whole workflow of a call as one immutable value: parsed from JSON, checked as a whole, written back unchanged."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.calls.definition.conditions import conditions_fit, shown_among
from portal.calls.definition.consistency import (
    a_panel_can_reach_the_scores,
    deductions_fit_the_cap,
    installments_total_100,
    only_the_last_stage_selects,
    revised_between_stages,
    section_is_known,
    stages_end_in_their_order,
    tables_are_asked_once,
    tie_breaks_are_scored,
    weights_total_100,
)
from portal.calls.definition.figures import Rule, Total, figure_of, is_money, rule_fits, total_fits
from portal.calls.definition.form import Attachment, Consent, Question, Section
from portal.calls.definition.judging import Bonus, Deduction, Objection, Panel, Reserve, Scoring
from portal.calls.definition.letters import OwnWords
from portal.calls.definition.problems import DefinitionError, Problem
from portal.calls.definition.rubric import Criterion, Gate
from portal.calls.definition.running import Budget, KpiTemplate, Milestone, Notice, Step
from portal.calls.definition.self_check import SelfCheck
from portal.calls.definition.shapes import Many, Record, Whole, Words, each, is_a
from portal.calls.definition.stages import STEP_OF_KIND, Stage
from portal.calls.definition.texts import Text
from portal.calls.definition.tracks import Track, is_for, quota_fits, tracks_are_known


@dataclass(frozen=True)
class Definition:
    """Everything that differs between calls, as data. Texts are in Korean and English, money in won, points of 100."""

    sections: tuple[Section, ...] = is_a(Many(Record(Section), unique="key", least=1))
    questions: tuple[Question, ...] = is_a(Many(Record(Question), unique="key", least=1))
    attachments: tuple[Attachment, ...] = is_a(Many(Record(Attachment), unique="key"))
    consents: tuple[Consent, ...] = is_a(Many(Record(Consent), unique="key"))
    eligibility: tuple[Text, ...] = is_a(Many(Words()))
    gates: tuple[Gate, ...] = is_a(Many(Record(Gate), unique="key"))
    stages: tuple[Stage, ...] = is_a(Many(Record(Stage), unique="key", least=1, most=12))
    scoring: Scoring = is_a(Record(Scoring))
    bonus: tuple[Bonus, ...] = is_a(Many(Record(Bonus), unique="key"))
    panel: Panel = is_a(Record(Panel))
    reserve: Reserve = is_a(Record(Reserve))
    objection: Objection = is_a(Record(Objection))
    budget: Budget = is_a(Record(Budget))
    pilot_months: int = is_a(Whole(1, 60))
    timeline: tuple[Step, ...] = is_a(Many(Record(Step), unique="key"))
    milestones: tuple[Milestone, ...] = is_a(Many(Record(Milestone), unique="key"))
    kpi_templates: tuple[KpiTemplate, ...] = is_a(Many(Record(KpiTemplate)))
    notice: Notice = is_a(Record(Notice))
    deductions: tuple[Deduction, ...] | None = is_a(Many(Record(Deduction), unique="key"), default=None)
    tracks: tuple[Track, ...] | None = is_a(Many(Record(Track), unique="key", most=20), default=None)
    self_check: tuple[SelfCheck, ...] | None = is_a(Many(Record(SelfCheck), unique="key", most=30), default=None)
    totals: tuple[Total, ...] | None = is_a(Many(Record(Total), unique="key", most=30), default=None)
    rules: tuple[Rule, ...] | None = is_a(Many(Record(Rule), unique="key", most=50), default=None)
    letters: tuple[OwnWords, ...] | None = is_a(Many(Record(OwnWords), unique="where"), default=None)

    CHECKS = (
        each("questions", section_is_known),
        each("questions", conditions_fit),
        each("questions", tracks_are_known),
        each("attachments", tracks_are_known),
        each("self_check", tracks_are_known),
        each("tracks", quota_fits),
        each("totals", total_fits),
        each("rules", rule_fits),
        tables_are_asked_once,
        weights_total_100,
        only_the_last_stage_selects,
        stages_end_in_their_order,
        revised_between_stages,
        tie_breaks_are_scored,
        a_panel_can_reach_the_scores,
        deductions_fit_the_cap,
        installments_total_100,
    )

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> "Definition":
        """The workflow in `body` (JSON values only). Raises DefinitionError listing every (path, message) at once."""
        found: list[Problem] = []
        definition = Record(cls).read(body, "", found)
        if found:
            raise DefinitionError(found)
        return definition

    def body(self) -> dict[str, Any]:
        """The workflow as JSON values; parsing them again gives an equal Definition. Fields left out stay left out,
        except that defaults (max_mb, max_files, sub) are written down."""
        return Record(Definition).body(self)

    def question(self, key: str) -> Question:
        """The question called `key`; KeyError when the form has none such."""
        return _named(self.questions, key)

    def question_of(self, type_: str) -> Question | None:
        """The first question of a type ("budget_table", "kpi_table", "sites", ...), or None."""
        return next((question for question in self.questions if question.type == type_), None)

    def questions_of(self, section: str) -> tuple[Question, ...]:
        """The questions of a section, in the order of the form."""
        return tuple(question for question in self.questions if question.section == section)

    def asked(self, values: Mapping[str, Any], track: str | None = None) -> tuple[Question, ...]:
        """The questions that a company with these answers is asked in its track, in the order of the form."""
        return shown_among(self.questions, values, track)

    def find_track(self, key: str | None) -> Track | None:
        """The track called `key`, None where this edition has none such."""
        return next((track for track in self.tracks or () if track.key == key), None)

    def conditions_for(self, track: str | None) -> tuple[Text, ...]:
        """Who may apply: the call's conditions, then those of the track."""
        chosen = self.find_track(track)
        return self.eligibility + (chosen.eligibility if chosen else ())

    def totals_in(self, section: str, values: Mapping[str, Any],
                  track: str | None = None) -> list[tuple[Total, int | None, bool]]:
        """The totals at the end of a section as these answers make them, and whether each is in won."""
        shown = {question.key: question for question in self.asked(values, track)} if self.totals else {}
        return [(total, figure_of(f"total:{total.key}", self, values, shown), is_money(f"total:{total.key}", self))
                for total in self.totals or () if total.section == section]

    def total(self, key: str) -> Total:
        """The total called `key`; KeyError when the form has none such."""
        return _named(self.totals or (), key)

    def following(self, keys: Collection[str]) -> tuple[str, ...]:
        """The questions with these keys and those that their answers may bring up, in the order of the form."""
        reached = set(keys)
        for question in self.questions:
            if any(condition.question in reached for condition in question.shown_when or ()):
                reached.add(question.key)
        return tuple(question.key for question in self.questions if question.key in reached)

    def attachment(self, key: str) -> Attachment:
        """The slot called `key`; KeyError when there is none such."""
        return _named(self.attachments, key)

    def attachments_when(self, when: str) -> tuple[Attachment, ...]:
        """The slots that open at "submission", "after_document_pass" or "agreement", of all tracks."""
        return tuple(slot for slot in self.attachments if slot.when == when)

    def attachments_for(self, track: str | None) -> tuple[Attachment, ...]:
        """The slots that a track asks to fill."""
        return tuple(slot for slot in self.attachments if is_for(slot, track))

    def accept(self, slot: str) -> tuple[str, ...]:
        """The extensions a slot takes, lower case without the dot; KeyError when there is no such slot."""
        return self.attachment(slot).accept

    def consent(self, key: str) -> Consent:
        """The consent called `key`; KeyError when there is none such."""
        return _named(self.consents, key)

    def stage(self, key: str) -> Stage:
        """The stage called `key`; KeyError when there is none such. `stages` holds them in order."""
        return _named(self.stages, key)

    @property
    def first_stage(self) -> Stage:
        """Where scoring begins."""
        return self.stages[0]

    @property
    def last_stage(self) -> Stage:
        """Where proposals are selected."""
        return self.stages[-1]

    def next_stage(self, key: str) -> Stage | None:
        """The stage after `key`, None after the last; KeyError when there is no such stage."""
        place = self.stages.index(self.stage(key))
        return self.stages[place + 1] if place + 1 < len(self.stages) else None

    def criterion(self, stage: str, key: str) -> Criterion:
        """A criterion of a stage; KeyError for an unknown stage or criterion."""
        return self.stage(stage).criterion(key)

    def max_points(self, stage: str, key: str) -> int:
        """The most points for a criterion or a part of one in a stage; KeyError for an unknown name."""
        return self.stage(stage).max_of(key)

    def step(self, key: str) -> Step | None:
        """The dated step called `key`, or None when this call has none such."""
        return next((step for step in self.timeline if step.key == key), None)

    def days_of(self, stage: Stage) -> tuple[date, date] | None:
        """The first and last day of a stage: its own, else those of the step of its kind; None where there is none."""
        if stage.starts and stage.ends:
            return stage.starts, stage.ends
        step = self.step(STEP_OF_KIND[stage.kind])
        return (step.start, step.end) if step else None

    def panel_of(self, stage: Stage) -> Panel:
        """What is asked of the panel of a stage: its own, else the call's; with bodies, the first one says its size."""
        panel, bodies = stage.panel or self.panel, stage.bodies or ()
        return replace(panel, size_min=bodies[0].size_min, size_max=bodies[0].size_max) if bodies else panel

    def milestone(self, key: str) -> Milestone:
        """The milestone called `key`; KeyError when there is none such."""
        return _named(self.milestones, key)

    def empty_parts(self) -> list[str]:
        """Which parts an announcement must state are still empty (startup support operating rules art. 7).

        The name stands on the call and the budget is always here; "criteria" means the stages, "schedule" the timeline.
        """
        parts = {
            "aim": self.notice.aim,
            "support": self.notice.support,
            "eligibility": self.eligibility,
            "how_to_apply": self.notice.how_to_apply,
            "criteria": self.stages,
            "procedure": self.notice.procedure,
            "schedule": self.timeline,
        }
        return [name for name, part in parts.items() if not part]


def _named(items: tuple[Any, ...], key: str) -> Any:
    for item in items:
        if item.key == key:
            return item
    raise KeyError(key)
