"""What is done with partners and their offers, by verb."""

from portal.partners.operations.describing import create_partner, edit_partner
from portal.partners.operations.offering import create_offer, edit_offer, show_offer_again, withdraw_offer
from portal.partners.operations.people import invite_to_partner, remove_person, withdraw_partner_invitation
from portal.partners.operations.relating import agree_with_partner, decline_partner, end_partner, talk_to_partner

__all__ = [
    "agree_with_partner",
    "create_offer",
    "create_partner",
    "decline_partner",
    "edit_offer",
    "edit_partner",
    "end_partner",
    "invite_to_partner",
    "remove_person",
    "show_offer_again",
    "talk_to_partner",
    "withdraw_offer",
    "withdraw_partner_invitation",
]
