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
from portal.calls.definition.judging import (
    Bonus,
    Criterion,
    Gate,
    Objection,
    OutlierRule,
    Panel,
    PassRule,
    Reserve,
    Scoring,
    Stage,
    SubCriterion,
)
from portal.calls.definition.problems import DefinitionError, Problem
from portal.calls.definition.running import Budget, CostCategory, Due, KpiTemplate, Milestone, Notice, Step
from portal.calls.definition.self_check import SelfCheck
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
    "Bonus",
    "Budget",
    "Choice",
    "Condition",
    "Consent",
    "CostCategory",
    "Criterion",
    "Definition",
    "DefinitionError",
    "Due",
    "Gate",
    "KpiTemplate",
    "Milestone",
    "Notice",
    "Objection",
    "OutlierRule",
    "Panel",
    "PassRule",
    "Problem",
    "Question",
    "Reserve",
    "Rule",
    "Scoring",
    "Section",
    "SelfCheck",
    "Stage",
    "Step",
    "SubCriterion",
    "Text",
    "Total",
    "Track",
]
