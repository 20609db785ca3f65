"""The reviewer's room: one's own seats and reviews, and nobody else's; what one stepped down from is gone."""

from tests.access.rows import row


def _review(w):
    return {"review_id": w.review.id}


def _seat(w):
    return {"seat_id": w.seat.id}


ROWS = [
    row("reviews.queue", signed_in=200),
    row("reviews.seat", "GET", _seat, reviewer=200),
    row("reviews.sign", "POST", _seat, data=lambda w: {"pledge": "privacy"}, reviewer=409),
    row("reviews.accept", "POST", _seat, reviewer=409),
    row("reviews.decline", "POST", _seat, reviewer=409),
    row("reviews.conflict", "GET", _review, reviewer=200),
    row("reviews.clear", "POST", _review, reviewer=409),
    row("reviews.recuse", "POST", _review, data=lambda w: {"kind": "family", "version": w.review.version}, reviewer=302),
    row("reviews.show", "GET", _review, reviewer=200),
    row("reviews.write", "POST", _review, data=lambda w: {"points-need_clear": "8"}, reviewer=302),
    row("reviews.before_confirming", "GET", _review, reviewer=200),
    row("reviews.confirm", "POST", _review, reviewer=409),
    row("reviews.document", "GET", lambda w: {"review_id": w.review.id, "attachment_id": w.document.id}),
    row("reviews.file", "GET", lambda w: {"review_id": w.review.id, "position": 1}),
]
