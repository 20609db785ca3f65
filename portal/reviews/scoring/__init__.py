"""From reviewers' points to a ranking: exact arithmetic by the call's own rule, without a database or a page."""

from portal.reviews.scoring.entry import SCALES, ScoreProblem, check_points, least_of, offered
from portal.reviews.scoring.example import ExampleLine, WorkedExample, worked_example
from portal.reviews.scoring.finals import Final, NotEnough, final_of
from portal.reviews.scoring.means import IncompleteSheet, Outlier, StageResult, mean_of, outliers_of
from portal.reviews.scoring.numbers import exact, half_up, score4, text2, text4
from portal.reviews.scoring.ranking import UNRESOLVED, Ranked, Row, rank, rank_key
from portal.reviews.scoring.rule import Body, Criterion, Item, Rule, Sheet
from portal.reviews.scoring.selecting import Outcome, PassRule, Suggestion, select
from portal.reviews.scoring.stages import body_key, least_scores, stage_result

__all__ = [
    "SCALES",
    "UNRESOLVED",
    "Body",
    "Criterion",
    "ExampleLine",
    "Final",
    "IncompleteSheet",
    "Item",
    "NotEnough",
    "Outcome",
    "Outlier",
    "PassRule",
    "Ranked",
    "Row",
    "Rule",
    "ScoreProblem",
    "Sheet",
    "StageResult",
    "Suggestion",
    "WorkedExample",
    "body_key",
    "check_points",
    "exact",
    "final_of",
    "half_up",
    "least_of",
    "least_scores",
    "mean_of",
    "offered",
    "outliers_of",
    "rank",
    "rank_key",
    "score4",
    "select",
    "stage_result",
    "text2",
    "text4",
    "worked_example",
]
