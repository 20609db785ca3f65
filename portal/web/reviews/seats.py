"""A place on a panel: the three pledges, signed one by one, then accept or decline."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.foundation.i18n import _
from portal.reviews import operations, queries
from portal.reviews.composition import scores_due_at
from portal.reviews.pledges import TEXTS
from portal.web.reading import seen_version
from portal.web.reviews import pages
from portal.web.session import me


@pages.get("/seats/<int:seat_id>")
def seat(seat_id: int) -> str:
    """The invitation with the pledges and when each was signed."""
    found = queries.get_own_seat(seat_id, viewer=me())
    stage = found.call.definition.stage(found.stage_key)
    return render_template("reviews/seat.html", seat=found, call=found.call, stage=stage, pledges=TEXTS,
                           due_at=scores_due_at(found.call.definition, stage))


@pages.post("/seats/<int:seat_id>/sign")
def sign(seat_id: int) -> Response:
    """Sign one pledge."""
    found = queries.get_own_seat(seat_id, viewer=me())
    operations.sign_pledge(found, request.form.get("pledge", ""), by=me())
    flash(_("Signed."))
    return redirect(url_for(".seat", seat_id=seat_id) + "#pledges")


@pages.post("/seats/<int:seat_id>/accept")
def accept(seat_id: int) -> Response:
    """Take the place."""
    operations.accept_seat(queries.get_own_seat(seat_id, viewer=me()), by=me(), seen=seen_version())
    flash(_("You are on the panel. Proposals appear here as soon as they are given to you."))
    return redirect(url_for(".queue"))


@pages.post("/seats/<int:seat_id>/decline")
def decline(seat_id: int) -> Response:
    """Say no."""
    operations.decline_seat(queries.get_own_seat(seat_id, viewer=me()), by=me(), seen=seen_version())
    flash(_("You declined the invitation. Thank you for telling us."))
    return redirect(url_for(".queue"))
