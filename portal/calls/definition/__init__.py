"""A call's workflow as data: what it asks, how it judges, what it pays and when, so that no program lives in code."""

from portal.calls.definition.conditions import Condition
from portal.calls.definition.figures import Rule, Total
from portal.calls.definition.form import (
    AFTER_PASS,
    AGREEMENT,
    QUESTION_TYPES,
    SUBMISSION,
    WHEN,
    Attachment,
    Choice,
    Consent,
    Question,
    Section,
)
from portal.calls.definition.judging import Bonus, Deduction, Objection, OutlierRule, Panel, Reserve, Scoring
from portal.calls.definition.letters import OwnWords, own_words
from portal.calls.definition.problems import DefinitionError, Problem
from portal.calls.definition.rubric import Band, Criterion, Gate, SubCriterion
from portal.calls.definition.running import Budget, CostCategory, Due, KpiTemplate, Milestone, Notice, Step
from portal.calls.definition.self_check import SelfCheck
from portal.calls.definition.stages import Body, PassRule, Revising, Stage, StageGate
from portal.calls.definition.texts import Text
from portal.calls.definition.tracks import Track
from portal.calls.definition.workflow import Definition

__all__ = [
    "QUESTION_TYPES",
    "WHEN",
    "AFTER_PASS",
    "AGREEMENT",
    "SUBMISSION",
    "Attachment",
    "Band",
    "Body",
    "Bonus",
    "Budget",
    "Choice",
    "Condition",
    "Consent",
    "CostCategory",
    "Criterion",
    "Deduction",
    "Definition",
    "DefinitionError",
    "Due",
    "Gate",
    "KpiTemplate",
    "Milestone",
    "Notice",
    "Objection",
    "OutlierRule",
    "OwnWords",
    "Panel",
    "PassRule",
    "Problem",
    "Question",
    "Reserve",
    "Revising",
    "Rule",
    "Scoring",
    "Section",
    "SelfCheck",
    "Stage",
    "StageGate",
    "Step",
    "SubCriterion",
    "Text",
    "Total",
    "Track",
    "own_words",
]
