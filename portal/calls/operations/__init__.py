"""What is done with calls: load a program file, publish, change the dates; ask, answer and decline questions."""

from portal.calls.operations.inquiring import answer_inquiry, ask, decline_inquiry
from portal.calls.operations.loading import load_program
from portal.calls.operations.publishing import change_closing, finish_call, publish_call

__all__ = ["answer_inquiry", "ask", "change_closing", "decline_inquiry", "finish_call", "load_program", "publish_call"]
