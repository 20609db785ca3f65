"""What is done before there is a call: post challenges, register interests, decide on matches, keep the pool."""

from portal.demand.operations.challenging import (
    begin_challenge,
    close_challenge,
    post_challenge,
    withdraw_challenge,
    write_challenge,
)
from portal.demand.operations.matching import accept_match, decline_match
from portal.demand.operations.pooling import Offer, join_pool, leave_pool
from portal.demand.operations.registering import edit_interest, register_interest, withdraw_interest

__all__ = [
    "Offer", "accept_match", "begin_challenge", "close_challenge", "decline_match", "edit_interest", "join_pool",
    "leave_pool", "post_challenge", "register_interest", "withdraw_challenge", "withdraw_interest", "write_challenge",
]
