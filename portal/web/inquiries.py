"""Questions about a call: one public page of answers, a form to ask, and the desk where managers answer."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.calls import operations, queries
from portal.calls.lifecycle import InquiryState, it_takes_questions
from portal.calls.models import Call, Inquiry
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.web.reading import number_in, seen_version
from portal.web.security import public
from portal.web.session import me

pages = Blueprint("inquiries", __name__)
Page = str | Response | tuple[str, int]
SHOWN = 50
TONES = {"asked": "warning", "answered": "success", "declined": "gray"}


@pages.get("/calls/<code>/questions")
@public
def index(code: str) -> str:
    """What was answered to all, and the reader's own questions that wait."""
    return _public_page(queries.get_call(code, viewer=me()))


@pages.post("/calls/<code>/questions")
def ask(code: str) -> Page:
    """Put a question; asking the same twice is asking once."""
    call = queries.get_call(code, viewer=me())
    try:
        operations.ask(call, request.form.get("text", ""), by=me())
    except Invalid as invalid:
        return _public_page(call, errors=invalid.fields), 422
    except Refused as refusal:
        return _public_page(call, refusal=refusal.words), 409
    flash(_("Your question was sent. You get an e-mail when it is answered."))
    return redirect(url_for("inquiries.index", code=code))


@pages.get("/manage/calls/<code>/questions")
def desk(code: str) -> str:
    """What waits for an answer; `?state=answered` or `declined` shows what was done."""
    return _desk_page(queries.get_overseen_call(code, viewer=me()))


@pages.post("/manage/questions/<int:inquiry_id>/answer")
def answer(inquiry_id: int) -> Page:
    """Publish the answer with the question in neutral words."""
    inquiry = queries.get_inquiry_to_answer(inquiry_id, viewer=me())
    try:
        operations.answer_inquiry(inquiry, request.form.get("wording", ""), request.form.get("answer", ""), by=me(),
                                  seen=seen_version())
    except Invalid as invalid:
        return _desk_page(inquiry.call, inquiry, "answer", errors=invalid.fields), 422
    except (Refused, Stale) as refusal:
        return _desk_page(inquiry.call, inquiry, "answer", refusal=refusal.words), 409
    flash(_("The answer is published. Everyone can read it now."))
    return redirect(url_for("inquiries.desk", code=inquiry.call.code))


@pages.post("/manage/questions/<int:inquiry_id>/decline")
def decline(inquiry_id: int) -> Page:
    """Answer only the asker, with a reason."""
    inquiry = queries.get_inquiry_to_answer(inquiry_id, viewer=me())
    try:
        operations.decline_inquiry(inquiry, request.form.get("reason", ""), by=me(), seen=seen_version())
    except Invalid as invalid:
        return _desk_page(inquiry.call, inquiry, "decline", errors=invalid.fields), 422
    except (Refused, Stale) as refusal:
        return _desk_page(inquiry.call, inquiry, "decline", refusal=refusal.words), 409
    flash(_("The asker was answered. Nothing was published."))
    return redirect(url_for("inquiries.desk", code=inquiry.call.code))


def _public_page(call: Call, *, errors: dict[str, list[object]] | None = None, refusal: object = None) -> str:
    after = number_in(request.args.get("after", "")) or 0
    rows = queries.inquiries_of(call, viewer=me(), after=after, limit=SHOWN + 1)
    mine = [row for row in rows[:SHOWN] if row.asked_by_id == me().id and row.state != InquiryState.ANSWERED]
    return render_template(
        "inquiries/index.html", call=call, answered=[row for row in rows[:SHOWN] if row.state == InquiryState.ANSWERED],
        mine=mine, errors=errors or {}, refusal=refusal, obstacle=it_takes_questions(call), typed=request.form, tones=TONES,
        summary=_summary(errors),
        following=_address("inquiries.index", call, after=rows[SHOWN - 1].id) if len(rows) > SHOWN else None,
        first=_address("inquiries.index", call) if after else None)


def _desk_page(call: Call, open_one: Inquiry | None = None, form: str = "", *, errors: dict[str, list[object]] | None = None,
               refusal: object = None) -> str:
    state = request.args.get("state", "")
    state = state if state in set(InquiryState) else InquiryState.ASKED.value
    after = number_in(request.args.get("after", "")) or 0
    rows = queries.inquiries_of(call, viewer=me(), state=state, after=after, limit=SHOWN + 1)
    if open_one is not None and open_one not in rows:
        rows.insert(0, open_one)
    return render_template(
        "inquiries/desk.html", call=call, rows=rows[:SHOWN], state=state, open_one=open_one, form=form, errors=errors or {},
        refusal=refusal, typed=request.form, tones=TONES, may_answer=may(me(), "call.run", call),
        summary=[(f"{field}-{open_one.id}", words) for field, words in _summary(errors)] if open_one else [],
        following=_address("inquiries.desk", call, state=state, after=rows[SHOWN - 1].id) if len(rows) > SHOWN else None,
        first=_address("inquiries.desk", call, state=state) if after else None)


def _summary(errors: dict[str, list[object]] | None) -> list[tuple[str, object]]:
    return [(field, messages[0]) for field, messages in (errors or {}).items()]


def _address(endpoint: str, call: Call, **values: object) -> str:
    return url_for(endpoint, code=call.code, **values)
