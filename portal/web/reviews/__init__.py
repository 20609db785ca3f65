"""The reviewer's room: the queue, one's seats and pledges, the conflict question, two-pane scoring, confirmed sheets."""

from flask import Blueprint

pages = Blueprint("reviews", __name__, url_prefix="/review")

from portal.web.reviews import conflict, queue, scoring, seats  # noqa: E402,F401  (each adds its addresses)
