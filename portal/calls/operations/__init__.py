"""What is done with calls: begin, write and approve them, load a program file, publish, change the dates; answer questions."""

from portal.calls.operations.beginning import begin_call
from portal.calls.operations.inquiring import answer_inquiry, ask, decline_inquiry
from portal.calls.operations.loading import load_program
from portal.calls.operations.publishing import change_closing, finish_call, publish_call
from portal.calls.operations.revising import (
    Edit,
    approve_revision,
    begin_revision,
    discard_revision,
    propose_revision,
    replace_draft,
    return_revision,
    take_back_revision,
    undo_last,
    write_draft,
)
from portal.calls.operations.trying import forget_trial, try_answers, try_marks

__all__ = [
    "Edit", "answer_inquiry", "approve_revision", "ask", "begin_call", "begin_revision", "change_closing",
    "decline_inquiry", "discard_revision", "finish_call", "forget_trial", "load_program", "propose_revision",
    "publish_call", "replace_draft", "return_revision", "take_back_revision", "try_answers", "try_marks", "undo_last",
    "write_draft",
]
