"""What is done with panels and reviews, by verb."""

from portal.reviews.operations.assigning import (
    assign_balanced,
    assign_pairs,
    assign_review,
    balanced_plan,
    call_substitute,
    hand_to_panel,
    take_back_pairs,
    undo_assignment,
)
from portal.reviews.operations.entering import Entry, enter_points
from portal.reviews.operations.gating import judge_stage_gates
from portal.reviews.operations.panel import (
    accept_seat,
    decline_seat,
    invite_reviewer,
    release_seat,
    remind_reviewer,
    sign_pledge,
)
from portal.reviews.operations.scoring import (
    clear_review,
    confirm_review,
    readmit_review,
    recuse_review,
    remove_review,
    reopen_review,
    write_review,
)

__all__ = [
    "Entry",
    "accept_seat",
    "assign_balanced",
    "assign_pairs",
    "assign_review",
    "balanced_plan",
    "call_substitute",
    "clear_review",
    "confirm_review",
    "decline_seat",
    "enter_points",
    "hand_to_panel",
    "invite_reviewer",
    "judge_stage_gates",
    "readmit_review",
    "recuse_review",
    "release_seat",
    "remind_reviewer",
    "remove_review",
    "reopen_review",
    "sign_pledge",
    "take_back_pairs",
    "undo_assignment",
    "write_review",
]
