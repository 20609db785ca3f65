"""Whether what an applicant wrote answers the form: drafts are tidied and kept, complete answers are checked."""

from portal.calls.answers.checks import check_all, check_answer
from portal.calls.answers.drafts import Draft, check_draft_value, length_of
from portal.calls.definition.problems import Problem

__all__ = ["Draft", "Problem", "check_all", "check_answer", "check_draft_value", "length_of"]
