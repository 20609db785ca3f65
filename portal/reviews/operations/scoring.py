"""What a reviewer does with one review: answer the conflict question, write marks, confirm; and what a manager may undo."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from portal.calls.words import REASON_LEAST, tidied
from portal.foundation.clock import now, today
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.transactions import someone_was_faster
from portal.reviews import marks as sheets
from portal.reviews import tallies
from portal.reviews.lifecycle import REVIEW
from portal.reviews.marks import COMMENT, Clash, Place, Saved, Typed
from portal.reviews.models import Mark, Review
from portal.reviews.queries import marks_of, ties_of
from portal.reviews.relations import KINDS
from portal.reviews.sheet import points_of, sums_of

EARLIEST = date(1950, 1, 1)


def clear_review(review: Review, *, by: Any, seen: int | None = None) -> None:
    """No conflict of interest: the proposal opens to its reviewer. Raises Refused before the pledges are signed."""
    REVIEW.move(review, "clear", by=by, seen=seen)
    review.conflict, review.conflict_kind, review.conflict_answered_at = "", "", now()


def recuse_review(review: Review, kind: str, words: str, known_on: date | None = None, *, by: Any,
                  seen: int | None = None) -> None:
    """Step down from one proposal: gone for this reviewer at once, points given so far count no more.

    `kind` is one of relations.KINDS; `known_on` is the Seoul day the reviewer learned of it (art. 5: to be reported within
    14 days). Raises Invalid, Refused once the stage has ended.
    """
    REVIEW.check(review, "recuse", by=by)
    wrong: dict[str, list[object]] = {}
    if kind not in KINDS:
        wrong["kind"] = [_("Choose what kind of relation it is.")]
    if known_on is not None and not EARLIEST <= known_on <= today():
        wrong["known_on"] = [_("Give a day up to today.")]
    try:
        words = tidied(words, "words", least=REASON_LEAST if kind == "other" else 0)
    except Invalid as invalid:
        wrong.update(invalid.fields)  # type: ignore[arg-type]
    if wrong:
        raise Invalid(wrong)
    REVIEW.move(review, "recuse", by=by, seen=seen, kind=kind)
    review.conflict, review.conflict_kind, review.conflict_known_on = words, kind, known_on
    review.conflict_answered_at = now()
    tallies.refresh(review.proposal, review.stage_key)


def write_review(review: Review, typed: Mapping[Place, Typed], *, by: Any) -> Saved:
    """Save marks, each for itself: good ones are kept even where others are refused or clash with another window.

    Only marks that were touched since the page was drawn are written. Raises Refused when it may not be written now.
    """
    REVIEW.check(review, "write", by=by)
    saved, kept = Saved(), marks_of(review)
    for place in sheets.places_of(review.call.definition, review.stage_key):
        if place in typed:
            _save(review, place, typed[place], kept.get(place), saved)
    db.session.expire(review, ["marks"])
    return saved


def _save(review: Review, place: Place, typed: Typed, kept: Mark | None, saved: Saved) -> None:
    value, version = (kept.value, kept.version) if kept else ("", 0)
    try:
        mine = sheets.read(place, typed.raw, review.call.definition, review.stage_key)
    except Invalid as invalid:
        saved.problems[place] = str(next(iter(invalid.fields.values()))[0])
        return
    if mine == value:
        saved.tokens[place] = sheets.token_of(value, version)
    elif typed.seen and sheets.is_untouched(mine, typed.seen):
        return  # another window is ahead; this one keeps its token, so that a later change here is still noticed
    elif sheets.version_in(typed.seen) != version:
        saved.clashes[place] = Clash(value, mine, sheets.token_of(value, version))
    elif _write(review.id, place, mine, version):
        saved.tokens[place] = sheets.token_of(mine, version + 1)
    else:
        newer = marks_of(review)[place]
        saved.clashes[place] = Clash(newer.value, mine, sheets.token_of(newer.value, newer.version))


def _write(review_id: int, place: Place, value: str, version: int) -> bool:
    """One guarded statement; False when another window wrote between our reading and this."""
    kind, key = place
    if version:
        change: Any = update(Mark).where(
            Mark.review_id == review_id, Mark.kind == kind, Mark.key == key, Mark.version == version).values(
            value=value, version=version + 1, updated_at=now())
    else:
        dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
        change = dialect.insert(Mark).values(
            review_id=review_id, kind=kind, key=key, value=value, version=1, updated_at=now()).on_conflict_do_nothing()
    guarded = change.execution_options(synchronize_session=False, preserve_rowcount=True)
    return db.session.execute(guarded).rowcount == 1


def confirm_review(review: Review, *, by: Any, seen: int | None = None, seal: str | None = None) -> None:
    """Sign the sheet once: its sums are kept and the proposal's tally renewed in the same transaction.

    `seal` is what `marks.seal_of_review` said of the sheet that was shown. Raises Refused (with what is missing), Stale.
    """
    taken = tallies.take(review)
    shown = sheets.seal_of_review(review)
    if seal is not None and seal != shown:
        raise Stale(someone_was_faster())
    REVIEW.check(review, "confirm", by=by)
    sums = sums_of(review.call.definition, review.stage_key, points_of(review.marks))
    review.criterion_totals, review.total_e4, review.confirmed_at = sums, sum(sums.values()), now()
    review.comment = next((mark.value for mark in review.marks if mark.kind == COMMENT), "")
    REVIEW.move(review, "confirm", by=by, seen=seen, sha256=shown)
    tallies.refresh(review.proposal, review.stage_key, taken=taken)


def reopen_review(review: Review, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Give a confirmed sheet back to its reviewer, on record and with a letter; until confirmed again it does not count."""
    REVIEW.check(review, "reopen", by=by)
    reason = tidied(reason, "reason", least=REASON_LEAST)
    REVIEW.move(review, "reopen", by=by, seen=seen, note=reason, totals=review.criterion_totals, total_e4=review.total_e4)
    review.criterion_totals, review.total_e4, review.confirmed_at = None, None, None
    tallies.refresh(review.proposal, review.stage_key)


def readmit_review(review: Review, reason: str, *, by: Any, seen: int | None = None) -> None:
    """A reviewer stepped down by mistake: the conflict question is asked again. Raises Invalid without a reason."""
    REVIEW.check(review, "readmit", by=by)
    reason = tidied(reason, "reason", least=REASON_LEAST)
    if review.seat.state != "appointed":
        raise Refused(_("This person no longer sits on the panel."))
    if ties_of(review.call, [review.reviewer_id]).reason(review.reviewer_id, review.proposal_id):
        raise Refused(_("This person belongs to a partner or an organization that is bound to this proposal."))
    REVIEW.move(review, "readmit", by=by, seen=seen, note=reason, kind=review.conflict_kind)
    review.conflict, review.conflict_kind, review.conflict_known_on, review.conflict_answered_at = "", "", None, None
    review.criterion_totals, review.total_e4, review.confirmed_at = None, None, None
    tallies.refresh(review.proposal, review.stage_key)


def remove_review(review: Review, *, by: Any, seen: int | None = None) -> None:
    """Take an assignment back before it is confirmed."""
    REVIEW.move(review, "remove", by=by, seen=seen)
    tallies.refresh(review.proposal, review.stage_key)
