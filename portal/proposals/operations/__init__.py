"""What is done with proposals, by verb: start, copy, write, attach, borrow, submit, withdraw, check, judge, supplement,
revise, hand in, remind, ask for offers."""

from portal.proposals.operations.attaching import attach_file, check_attach, remove_attachment
from portal.proposals.operations.borrowing import attach_paper, hand_in_paper
from portal.proposals.operations.checking import check_gates, fail_eligibility, judge_bonus, pass_eligibility
from portal.proposals.operations.consenting import claim_bonus, save_consents
from portal.proposals.operations.copying import copy_proposal, plan_copy
from portal.proposals.operations.deducting import apply_deduction, undo_deduction
from portal.proposals.operations.extending import extend_for, extend_for_all
from portal.proposals.operations.handing_in import (
    check_document,
    hand_in_document,
    set_documents_due,
    take_back_document,
)
from portal.proposals.operations.reminding import remind_of_deadlines
from portal.proposals.operations.requesting import (
    ANSWERS,
    answer_request,
    follow_the_submission,
    give_everything_back,
)
from portal.proposals.operations.revising import revise
from portal.proposals.operations.sending import submit_proposal
from portal.proposals.operations.siting import answer_siting, ask_owners
from portal.proposals.operations.starting import choose_track, create_proposal, withdraw_proposal
from portal.proposals.operations.supplementing import close_supplement, request_supplement, supplement
from portal.proposals.operations.waiting import put_into_pool
from portal.proposals.operations.writing import (
    Clash,
    Clashed,
    NotWhollySaved,
    Saved,
    TooLate,
    Unstorable,
    obstacle_to_writing,
    save_answer,
    save_answers,
)
from portal.proposals.queries import missing_for_submission

__all__ = [
    "ANSWERS",
    "Clash",
    "Clashed",
    "NotWhollySaved",
    "Saved",
    "TooLate",
    "Unstorable",
    "answer_request",
    "answer_siting",
    "apply_deduction",
    "ask_owners",
    "attach_file",
    "attach_paper",
    "check_attach",
    "check_document",
    "check_gates",
    "choose_track",
    "claim_bonus",
    "close_supplement",
    "copy_proposal",
    "create_proposal",
    "extend_for",
    "extend_for_all",
    "fail_eligibility",
    "follow_the_submission",
    "give_everything_back",
    "hand_in_document",
    "hand_in_paper",
    "judge_bonus",
    "missing_for_submission",
    "obstacle_to_writing",
    "pass_eligibility",
    "plan_copy",
    "put_into_pool",
    "remind_of_deadlines",
    "remove_attachment",
    "request_supplement",
    "revise",
    "save_answer",
    "save_answers",
    "save_consents",
    "set_documents_due",
    "submit_proposal",
    "supplement",
    "take_back_document",
    "undo_deduction",
    "withdraw_proposal",
]
