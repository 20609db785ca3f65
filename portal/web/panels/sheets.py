"""One reviewer's sheet for managers and approvers, once it is confirmed; reopened only with a reason."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.foundation.i18n import _
from portal.reviews import operations, queries
from portal.reviews.lifecycle import ReviewState
from portal.reviews.marks import seal_of_review
from portal.reviews.models import Review
from portal.reviews.relations import KINDS
from portal.web.forms.reviews import ReasonForm
from portal.web.panels import pages
from portal.web.reading import seen_version
from portal.web.reviews.drawing import view_of
from portal.web.session import me

Answer = Response | str | tuple[str, int]


@pages.get("/reviews/<int:review_id>")
def sheet(review_id: int) -> str:
    """Where the review stands; points and reasons only when they are confirmed."""
    return _page(queries.get_review(review_id, viewer=me(), to_oversee=True), ReasonForm())


@pages.post("/reviews/<int:review_id>/reopen")
def reopen(review_id: int) -> Answer:
    """Give the sheet back to its reviewer."""
    return _with_reason(review_id, operations.reopen_review, _("The sheet is open again; the reviewer was told why."))


@pages.post("/reviews/<int:review_id>/readmit")
def readmit(review_id: int) -> Answer:
    """Ask about the conflict again."""
    return _with_reason(review_id, operations.readmit_review, _("The conflict question is open again."))


@pages.post("/reviews/<int:review_id>/remove")
def remove(review_id: int) -> Response:
    """Take the assignment back."""
    review = queries.get_review(review_id, viewer=me(), to_oversee=True)
    operations.remove_review(review, by=me(), seen=seen_version())
    flash(_("The assignment was taken back."))
    return redirect(url_for(".show", code=review.call.code, stage=review.stage_key))


def _with_reason(review_id: int, act: object, words: str) -> Answer:
    review = queries.get_review(review_id, viewer=me(), to_oversee=True)
    form = ReasonForm()
    with form.telling():
        if form.validate():
            act(review, form.reason.data or "", by=me(), seen=form.seen)  # type: ignore[operator]
            flash(words)
            return redirect(url_for(".sheet", review_id=review_id))
    return _page(review, form), 422


def _page(review: Review, form: ReasonForm) -> str:
    confirmed = review.state == ReviewState.CONFIRMED
    return render_template("panels/sheet.html", review=review, form=form, call=review.call,
                           stage=review.call.definition.stage(review.stage_key), kinds=KINDS,
                           sheet=view_of(review) if confirmed else None, seal=seal_of_review(review) if confirmed else None)
