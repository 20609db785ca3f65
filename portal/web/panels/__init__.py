"""The manager's panel of one stage: who sits, who judges what, how far they are, and each confirmed sheet."""

from flask import Blueprint

pages = Blueprint("panels", __name__, url_prefix="/manage")

from portal.web.panels import assignment, gates, points, seats, sheets  # noqa: E402,F401  (each adds its addresses)
