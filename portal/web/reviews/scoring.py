"""Scoring one proposal: the plan beside the rubric, every mark saved by itself, confirmed once; then one's own sheet."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from portal.foundation import transactions
from portal.foundation.errors import Missing, Refused
from portal.foundation.i18n import _
from portal.proposals.differences import revised_in
from portal.proposals.lifecycle import it_is_not_being_revised
from portal.proposals.offering import offers_received
from portal.proposals.queries import files_for_panel
from portal.proposals.siting import ANSWERS
from portal.proposals.sitings import answers_of_owners
from portal.reviews import operations, queries
from portal.reviews.composition import scores_due_at
from portal.reviews.lifecycle import ReviewState
from portal.reviews.marks import Saved, name_of, seal_of_review
from portal.reviews.models import Review
from portal.reviews.sheet import ADVISED_REASON, LEAST_REASON, MOST_REASON
from portal.sites.queries import sites_of
from portal.web import files
from portal.web.reading import seen_version
from portal.web.reviews import pages
from portal.web.reviews.drawing import SheetView, typed_in, view_of
from portal.web.session import me

Answer = Response | Redirect | str


@pages.get("/<int:review_id>")
def show(review_id: int) -> Answer:
    """The two panes while it is being scored; before that the conflict question, after that the sheet as confirmed."""
    review = queries.get_own_review(review_id, viewer=me(), to_read=True)
    if review.state == ReviewState.ASSIGNED:
        return redirect(url_for(".conflict", review_id=review_id))
    if review.state == ReviewState.CONFIRMED or not review.is_current:
        return _own_sheet(review)
    return _panes(review, view_of(review))


@pages.post("/<int:review_id>/write")
def write(review_id: int) -> Answer:
    """Save the sheet; the page saves itself while one writes, and without JavaScript the button does."""
    review = queries.get_own_review(review_id, viewer=me(), to_read=True)
    by_itself = request.headers.get("HX-Request") == "true"
    typed = typed_in(request.form, review.call.definition, review.stage_key)
    try:
        saved = operations.write_review(review, typed, by=me())
    except Refused as refused:
        if by_itself:
            return make_response(str(refused), 410)
        raise
    status = 409 if saved.clashes else 422 if saved.problems else 200
    if status != 200:
        transactions.keep()
    view = view_of(review, typed, saved)
    if by_itself:
        fresh = {name_of(place) for place in saved.tokens}
        return make_response(render_template("reviews/saved.html", sheet=view, fresh=fresh), status)
    if status != 200:
        return make_response(_panes(review, view, saved), status)
    if request.form.get("go") == "confirm":
        return redirect(url_for(".before_confirming", review_id=review_id))
    flash(_("Saved. Nobody sees your scores before you confirm them."))
    return redirect(url_for(".show", review_id=review_id))


@pages.get("/<int:review_id>/confirm")
def before_confirming(review_id: int) -> Answer:
    """The whole sheet once more, and what confirming means."""
    review = queries.get_own_review(review_id, viewer=me())
    if review.state != ReviewState.OPEN:
        return redirect(url_for(".show", review_id=review_id))
    return render_template("reviews/confirm.html", review=review, sheet=view_of(review), seal=seal_of_review(review),
                           call=review.call, stage=review.call.definition.stage(review.stage_key))


@pages.post("/<int:review_id>/confirm")
def confirm(review_id: int) -> Answer:
    """Sign the sheet that was shown."""
    review = queries.get_own_review(review_id, viewer=me(), to_score=False)
    operations.confirm_review(review, by=me(), seen=seen_version(), seal=request.form.get("seal"))
    flash(_("Your scores are confirmed."))
    return redirect(url_for(".show", review_id=review_id))


@pages.get("/<int:review_id>/files/<int:position>")
def file(review_id: int, position: int) -> Response:
    """A file of the proposal, for its reviewer while the stage is being scored."""
    return files.send(queries.get_file_to_judge(_readable(review_id), position))


@pages.get("/<int:review_id>/documents/<int:attachment_id>")
def document(review_id: int, attachment_id: int) -> Response:
    """A document that was handed in for this stage, for its reviewer while it is being scored."""
    return files.send(queries.get_document_to_judge(_readable(review_id), attachment_id))


def _readable(review_id: int) -> Review:
    review = queries.get_own_review(review_id, viewer=me(), to_read=True, to_score=False)
    if review.state not in (ReviewState.OPEN, ReviewState.CONFIRMED) or not review.is_current:
        raise Missing
    return review


def _panes(review: Review, view: SheetView, saved: Saved | None = None) -> str:
    definition = review.call.definition
    stage, revised = definition.stage(review.stage_key), revised_in(review.proposal)
    return render_template(
        "reviews/show.html", review=review, sheet=view, saved=saved, call=review.call, stage=stage, definition=definition,
        submission=review.proposal.submission, revised=revised, files=files_for_panel(review.proposal),
        documents=queries.documents_to_judge(review), owners=answers_of_owners(review.proposal), possible=ANSWERS,
        revising=it_is_not_being_revised(review.proposal), sites=sites_of(review.call.program.municipality_id),
        partner_offers=offers_received([review.proposal.submission, revised and revised.since], definition),
        due_at=scores_due_at(definition, stage), least=LEAST_REASON, advised=ADVISED_REASON, most=MOST_REASON)


def _own_sheet(review: Review) -> str:
    return render_template("reviews/sheet.html", review=review, sheet=view_of(review), seal=seal_of_review(review),
                           call=review.call, stage=review.call.definition.stage(review.stage_key),
                           following=queries.next_of(review, viewer=me()))
