"""Questions of an earlier call, chosen and taken over into the form that is being written."""

from typing import Any

from flask import flash, redirect, render_template, request

from portal.calls import operations, queries
from portal.calls.drafts.borrowing import QUESTIONS, SECTIONS, borrowed, is_asked
from portal.calls.drafts.places import value_at
from portal.calls.drafts.references import words_of
from portal.calls.drafts.standard import standard_document
from portal.calls.drafts.words import CHOICES
from portal.foundation.errors import Missing, Refused, Stale
from portal.foundation.i18n import _, ngettext
from portal.web.builder.doors import AT, Desk, Page, desk_to_write, pages
from portal.web.reading import seen_version
from portal.web.session import me

STANDARD = "standard"


@pages.get(f"{AT}/form/questions/from")
def lending(code: str) -> str:
    """The questions of another call, section by section; `?call=` says of which, without it the standard one."""
    return _page(desk_to_write(code), request.args.get("call", STANDARD))


@pages.post(f"{AT}/form/questions/from")
def borrow(code: str) -> Page:
    """Take the ticked questions over."""
    desk, lender = desk_to_write(code), request.form.get("call", STANDARD)
    before = len(value_at(desk.revision.body, QUESTIONS))
    body = borrowed(desk.revision.body, _definition_of(lender), request.form.getlist("question"))
    count = len(value_at(body, QUESTIONS)) - before
    if not count:
        return _page(desk, lender, refusal=_("Tick the questions that you want to take over.")), 422
    try:
        operations.write_draft(desk.revision, {place: value_at(body, place) for place in (SECTIONS, QUESTIONS)}, by=me(),
                               seen=seen_version())
    except (Refused, Stale) as refusal:
        return _page(desk, lender, refusal=refusal.words), 409
    flash(ngettext("One question was taken over.", "%(num)s questions were taken over.", count))
    return redirect(desk.to("part", part="form", check=1))


def _definition_of(code: str) -> dict[str, Any]:
    if code == STANDARD:
        return standard_document().definition.body()
    return queries.get_overseen_call(code[:80].replace("\0", ""), viewer=me()).edition.body


def _page(desk: Desk, lender: str, *, refusal: object = None) -> str:
    try:
        source = _definition_of(lender)
    except Missing:
        lender, source = STANDARD, _definition_of(STANDARD)
    groups = [(words_of(section), [_line(desk, each) for each in source["questions"] if each["section"] == section["key"]])
              for section in source["sections"]]
    calls = [call for call in queries.calls_run_by(me()) if call.id != desk.call.id]
    return render_template("builder/borrow.html", desk=desk, call=desk.call, calls=calls, lender=lender, refusal=refusal,
                           groups=[(name, lines) for name, lines in groups if lines], ticked=request.form.getlist("question"))


def _line(desk: Desk, question: dict[str, Any]) -> dict[str, Any]:
    return {"key": question["key"], "label": words_of(question), "kind": CHOICES["Question", "type"][question["type"]],
            "asked": is_asked(desk.revision.body, question)}
