"""The blueprint that all pages of accounts hang on."""

from flask import Blueprint

pages = Blueprint("accounts", __name__)

Page = str | tuple[str, int]
