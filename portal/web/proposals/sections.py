"""A section of the form: saved whole by its button, by itself while one types, and one answer at a time."""

from collections.abc import Mapping
from typing import Any

from flask import Response, after_this_request, flash, make_response, redirect, render_template, request
from markupsafe import escape

from portal.calls.definition import Question, Section
from portal.foundation import transactions
from portal.foundation.errors import Missing, Refused
from portal.foundation.i18n import _, locale
from portal.proposals import operations
from portal.proposals.operations import Clashed, NotWhollySaved, Saved, TooLate
from portal.proposals.scope import FIELDS, is_in_scope, questions_to_write
from portal.web.proposals import fields
from portal.web.proposals.doors import AT, Desk, Page, desk_of, pages
from portal.web.proposals.showing import came_up, drawn_with, on_the_page
from portal.web.session import me

Given = dict[str, tuple[Any, int]]


@pages.route(f"{AT}/sections/<key>", methods=["GET", "POST"])
def section(proposal_id: int, key: str) -> Page:
    """The questions of a section, to be answered; read-only once they cannot be."""
    if request.method == "POST":
        return _save(proposal_id, key)
    desk = desk_of(proposal_id)
    errors = _gaps_of(desk, key) if "check" in request.args else {}
    return _page(desk, _section(desk, key), errors=errors)


def _save(proposal_id: int, key: str) -> Page:
    """Save what was changed in a section; a request of htmx gets new versions, a browser the next page."""
    desk = desk_of(proposal_id)
    part, by_itself = _section(desk, key), "HX-Request" in request.headers
    questions = [q for q in questions_to_write(desk.proposal, key) if fields.was_sent(q, request.form)]
    typed = {question.key: fields.typed_in(question, request.form) for question in questions}
    if "add_row" in request.form and not by_itself:
        return _page(desk, part, typed=typed, more_rows=request.form["add_row"])
    given, undecided = _given(questions, typed)
    try:
        saved = Saved(operations.save_answers(desk.proposal, given, by=me()), wrong=undecided)
    except NotWhollySaved as partly:
        partly.saved.wrong.update(undecided)
        return _partly(proposal_id, part, typed, partly)
    except Refused as refusal:
        return _page(desk, part, typed=typed, refusal=refusal.words), 410 if by_itself else 409
    if undecided:
        transactions.keep()
    if by_itself:
        return _new_versions(desk_of(proposal_id), saved.versions, 422 if undecided else 200)
    if undecided:
        return _page(desk_of(proposal_id), part, typed=typed, saved=saved), 422
    return _go_on(desk_of(proposal_id), key)


def _go_on(desk: Desk, key: str) -> Page:
    """The next part, or this one again while an answer has just brought up a question that was not on the page."""
    fresh = came_up(desk.proposal.call.definition, key, desk.written.values, desk.proposal.track, request.form)
    if fresh:
        flash(_("Saved. After your answers more is asked on this page."))
        return redirect(desk.to("section", key=key, _anchor=f"question-{fresh[0].key}"))
    if request.form.get("then") == "next":
        return redirect(desk.after(key))
    flash(_("Saved."))
    return redirect(desk.to("section", key=key))


def _partly(proposal_id: int, part: Section, typed: dict[str, Any], partly: Any) -> Page:
    """Some of it is kept, for the rest both texts or a message are shown; what was kept gets its new versions."""
    late = isinstance(partly, TooLate)
    if "HX-Request" in request.headers:
        return _new_versions(desk_of(proposal_id), partly.saved.versions, 410 if late else partly.status)
    page = _page(desk_of(proposal_id), part, typed=typed, saved=partly.saved, refusal=partly.words if late else None)
    return page, partly.status


@pages.post(f"{AT}/answers/<key>")
def answer(proposal_id: int, key: str) -> Page | Response:
    """Save one answer by itself: 204 with its new version, 409 when somebody was faster, 410 when it is too late, 422.
    A refusal carries a version too when something was kept all the same."""
    desk = desk_of(proposal_id)
    try:
        question = desk.proposal.call.definition.question(key)
    except KeyError:
        raise Missing from None
    form = {**request.form, f"q-{key}-version": request.form.get("version", request.form.get(f"q-{key}-version", ""))}
    raw = fields.raw_of(question, fields.typed_in(question, form))
    seen, _digest = fields.seen_in(question, form)
    try:
        saved = operations.save_answer(desk.proposal, key, raw, seen=seen, by=me())
    except NotWhollySaved as partly:
        if key in partly.saved.versions:
            _tell_version(partly.saved.versions[key])
        if isinstance(partly, TooLate) and "HX-Request" in request.headers:
            return make_response(escape(str(partly.words)), 410)
        raise
    except Refused as refusal:
        if "HX-Request" in request.headers:
            return make_response(escape(str(refusal.words)), 410)
        raise
    return Response(status=204, headers={"X-Version": str(saved.version)})


def _tell_version(version: int) -> None:
    @after_this_request
    def tell(response: Response) -> Response:
        response.headers["X-Version"] = str(version)
        return response


def _section(desk: Desk, key: str) -> Section:
    found = next((each for each in desk.proposal.call.definition.sections if each.key == key), None)
    if found is None:
        raise Missing
    return found


def _given(questions: list[Question], typed: dict[str, Any]) -> tuple[Given, dict[str, list[Any]]]:
    """What was touched, with the versions seen; and a message for each place where two texts stand and neither was chosen."""
    given: Given = {}
    undecided: dict[str, list[Any]] = {}
    for question in questions:
        raw, name = fields.raw_of(question, typed[question.key]), fields.name_of(question)
        seen, digest = fields.seen_in(question, request.form)
        choice = request.form.get(f"{name}-choice", "")
        if f"{name}-clash" in request.form and choice not in ("mine", "stored"):
            undecided[question.key] = [_("Choose which of the two to keep.")]
        elif choice != "stored" and not fields.is_untouched(question, raw, digest):
            given[question.key] = (raw, seen)
    return given, undecided


def _gaps_of(desk: Desk, section_key: str) -> dict[str, list[str]]:
    keys = {question.key for question in desk.proposal.call.definition.questions_of(section_key)}
    errors: dict[str, list[str]] = {}
    for gap in desk.gaps:
        if gap.kind == "answer" and gap.key in keys:
            errors.setdefault(f"{gap.key}.{gap.path}".rstrip("."), []).append(gap.message)
    return errors


def _page(desk: Desk, part: Section, *, typed: dict[str, Any] | None = None, errors: dict[str, Any] | None = None,
          saved: Saved | None = None, refusal: object = None, more_rows: str = "") -> str:
    typed, saved = typed or {}, saved or Saved()
    errors, clashes = errors or dict(saved.wrong), dict(saved.clashed)
    questions = on_the_page(desk.proposal.call.definition, part.key, desk.proposal.track)
    for question in questions:
        name = fields.name_of(question)
        if question.key in typed and f"{name}-clash" in request.form and question.key not in {**clashes, **saved.versions}:
            kept = desk.written.answers.get(question.key)
            if kept is not None:
                clashes[question.key] = Clashed(kept.value, None, kept.version)
    rows = [_row(desk, question, typed, errors, clashes, more_rows, saved.versions) for question in questions]
    summary = [(error["id"], error["message"], error["label"]) for row in rows for error in row["errors"]]
    return render_template(
        "proposals/section.html", desk=desk, proposal=desk.proposal, part=part, rows=rows, summary=summary, refusal=refusal,
        clashes=clashes, definition=desk.proposal.call.definition, sites=desk.written.sites,
        writing=desk.obstacle is None or bool(typed))


def _row(desk: Desk, question: Question, typed: dict[str, Any], errors: dict[str, Any], clashes: dict[str, Clashed],
         more_rows: str, kept_now: Mapping[str, int]) -> dict[str, Any]:
    """Everything the template needs to draw one question."""
    kept, name = desk.written.answers.get(question.key), fields.name_of(question)
    mine = {path.partition(".")[2]: messages[0] for path, messages in errors.items() if path.partition(".")[0] == question.key}
    clash = clashes.get(question.key)
    mark = fields.mark_of(question, kept.value if kept else None, kept.version if kept else 0)
    if clash is not None:
        mark = f"{clash.version}."
    elif question.key in typed and question.key not in kept_now:
        mark = fields.drawable(request.form.get(f"{name}-version", ""))
    return {
        "question": question, "name": name, "mark": mark, "clash": clash, "stored": kept.value if kept else None,
        "typed": fields.drawable(typed.get(question.key, fields.typed_of(question, kept and kept.value))),
        "in_scope": is_in_scope(desk.proposal, FIELDS, question.key), "messages": mine, "ranks": fields.ranks_of(question),
        "choices": [(choice.key, choice.label.in_(locale())) for choice in question.choices or ()], "cells": cells_of(mine),
        "blanks": 3 if more_rows != name else max(3, len(typed.get(question.key, ())) + 2),
        **drawn_with(question, desk.proposal.call.definition, desk.written.values, desk.proposal.track),
        "errors": [{"id": fields.anchor(question, path), "message": message, "label": question.label.in_(locale())}
                   for path, message in mine.items()],
    }


def cells_of(messages: dict[str, str]) -> dict[tuple[int, str], str]:
    """The messages of a table's cells, by row and column."""
    return {(int(path.partition(".")[0]), path.partition(".")[2]): message for path, message in messages.items()
            if "." in path and path.partition(".")[0].isdigit()}


def _new_versions(desk: Desk, versions: dict[str, int], status: int = 200) -> Response:
    """What a form that saves itself takes over, also from a refusal: the versions of what was kept."""
    rows = []
    for key in versions:
        question, kept = desk.proposal.call.definition.question(key), desk.written.answers.get(key)
        rows.append({"question": question, "name": fields.name_of(question), "stored": kept.value if kept else None,
                     "mark": fields.mark_of(question, kept.value if kept else None, kept.version if kept else 0)})
    return make_response(render_template("proposals/parts/saved.html", rows=rows, definition=desk.proposal.call.definition,
                                         values=desk.written.values, track=desk.proposal.track), status)
