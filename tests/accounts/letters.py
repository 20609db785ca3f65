"""What stands in the newest letter to an address: its template, and the link a person would click."""

import re

from flask import current_app

from portal.foundation import outbox, transactions
from portal.jobs.letters import compose


def templates_to(email):
    """The letters owed to an address, by the name of their template, oldest first."""
    transactions.commit()
    return [letter.template for letter in outbox.letters_to(email)]


def text_of_last(email):
    transactions.commit()
    return compose(outbox.letters_to(email)[-1]).get_body(("plain",)).get_content()


def link_in_last(email):
    """The address in the newest letter, without the host."""
    return re.findall(re.escape(current_app.config["BASE_URL"]) + r"(/\S+)", text_of_last(email))[-1]


def token_in_last(email):
    return link_in_last(email).rsplit("/", 1)[1]
