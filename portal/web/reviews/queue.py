"""The reviewer's first page: what waits, panel by panel, and by when."""

from flask import render_template

from portal.reviews import queries
from portal.web.reviews import pages
from portal.web.session import me


@pages.get("")
def queue() -> str:
    """Pledges to sign, conflict questions, proposals to score, and what is confirmed."""
    desks = queries.queue_of(me())
    return render_template("reviews/queue.html", waiting=[desk for desk in desks if desk.is_waiting],
                           done=[desk for desk in desks if not desk.is_waiting])
