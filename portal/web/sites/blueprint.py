"""Where the pages of sites hang."""

from flask import Blueprint

pages = Blueprint("sites", __name__)
