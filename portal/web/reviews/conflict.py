"""The conflict question, asked of every proposal before a word of it opens."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.foundation.errors import Missing
from portal.foundation.i18n import _
from portal.reviews import operations, queries
from portal.reviews.lifecycle import ReviewState, SeatState
from portal.reviews.models import Review
from portal.web.forms.reviews import RecusalForm
from portal.web.reading import seen_version
from portal.web.reviews import pages
from portal.web.session import me

Answer = Response | str | tuple[str, int]


@pages.get("/<int:review_id>/conflict")
def conflict(review_id: int) -> Answer:
    """Company and title, and the question; nothing else of the proposal."""
    review = queries.get_own_review(review_id, viewer=me(), to_score=False)
    if review.seat.state != SeatState.APPOINTED:
        return redirect(url_for(".seat", seat_id=review.seat_id))
    return _page(review, RecusalForm())


@pages.post("/<int:review_id>/clear")
def clear(review_id: int) -> Response:
    """No conflict: the proposal opens."""
    review = queries.get_own_review(review_id, viewer=me(), to_score=False)
    operations.clear_review(review, by=me(), seen=seen_version())
    return redirect(url_for(".show", review_id=review_id))


@pages.post("/<int:review_id>/recuse")
def recuse(review_id: int) -> Answer:
    """A conflict: the proposal is gone at once."""
    review = queries.get_own_review(review_id, viewer=me(), to_score=False)
    form = RecusalForm()
    with form.telling():
        if form.validate():
            operations.recuse_review(review, form.kind.data or "", form.words.data or "", form.known_on.data,
                                     by=me(), seen=form.seen)
            flash(_("You have stepped down from this proposal. The manager was told; you need do nothing more."))
            return redirect(url_for(".queue"))
    return _page(review, form), 422


def _page(review: Review, form: RecusalForm) -> str:
    if review.state not in (ReviewState.ASSIGNED, ReviewState.OPEN, ReviewState.CONFIRMED):
        raise Missing
    return render_template("reviews/conflict.html", review=review, form=form, call=review.call,
                           stage=review.call.definition.stage(review.stage_key))
