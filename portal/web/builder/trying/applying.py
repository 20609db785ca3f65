"""The form of a draft call, filled in to see how it feels, and what would be missing if one submitted now."""

from typing import Any

from flask import flash, redirect, render_template, request

from portal.calls import operations
from portal.calls.answers import check_all
from portal.calls.definition import Question, Section
from portal.foundation.errors import Missing
from portal.foundation.i18n import _, locale
from portal.web.builder.doors import Page, pages, told
from portal.web.builder.trying.doors import TRY, Bench, on_the_bench
from portal.web.proposals import fields
from portal.web.proposals.sections import cells_of
from portal.web.proposals.showing import drawn_with, on_the_page
from portal.web.session import me


@pages.get(TRY)
@on_the_bench
def trying(bench: Bench) -> str:
    """Where to begin: as an applicant or as a reviewer."""
    return render_template("builder/try.html", bench=bench, desk=bench.desk, call=bench.desk.call, sections=_contents(bench))


@pages.post(f"{TRY}/forget")
@on_the_bench
def forget(bench: Bench) -> Page:
    """Throw away what was typed."""
    operations.forget_trial(bench.desk.revision, by=me())
    flash(_("What you tried was thrown away."))
    return redirect(bench.desk.to("trying"))


@pages.get(f"{TRY}/sections/<key>")
@on_the_bench
def try_section(bench: Bench, key: str) -> str:
    """A section of the form as a company will see it; `?check=1` says what would be missing."""
    return _page(bench, _section(bench, key), check="check" in request.args)


@pages.post(f"{TRY}/sections/<key>")
@on_the_bench
def try_answering(bench: Bench, key: str) -> Page:
    """Keep what was typed for whoever tries, and say what would be missing."""
    part = _section(bench, key)
    asked = [question for question in bench.definition.questions_of(key) if fields.was_sent(question, request.form)]
    typed = {question.key: fields.typed_in(question, request.form) for question in asked}
    wrong = operations.try_answers(
        bench.desk.revision, {question.key: fields.raw_of(question, typed[question.key]) for question in asked}, by=me())
    if "add_row" in request.form or wrong:
        return _page(bench, part, typed=typed, wrong=wrong, more_rows=request.form.get("add_row", "")), 422 if wrong else 200
    return redirect(bench.to("try_section", key=key, check=1))


def _section(bench: Bench, key: str) -> Section:
    found = next((each for each in bench.definition.sections if each.key == key), None)
    if found is None:
        raise Missing
    return found


def _problems(bench: Bench) -> dict[str, dict[str, str]]:
    """The first message of each place, by question."""
    found = check_all(bench.definition, bench.trial.answers, {}, site_codes=bench.sites,
                      offers={key: offer.phase for key, offer in bench.offers.items()}, track=bench.track)
    return {key: {problem.path: told(problem) for problem in reversed(problems)} for key, problems in found.items()}


def _contents(bench: Bench, current: str = "") -> list[dict[str, Any]]:
    """The sections with how many answers would still be missing."""
    rows, problems = [], _problems(bench)
    for section in bench.definition.sections:
        questions = [each for each in bench.definition.asked(bench.trial.answers, bench.track) if each.section == section.key]
        gaps = sum(question.key in problems for question in questions)
        begun = any(bench.trial.answers.get(question.key) for question in questions)
        rows.append({"key": section.key, "label": section.label.in_(locale()),
                     "state": "done" if not gaps else "started" if begun else "empty",
                     "href": bench.to("try_section", key=section.key)})
    return rows


def _page(bench: Bench, part: Section, *, typed: dict[str, Any] | None = None, wrong: dict[str, list[Any]] | None = None,
          check: bool = False, more_rows: str = "") -> str:
    rows = [_row(bench, question, typed or {}, wrong or {}, check, more_rows)
            for question in on_the_page(bench.definition, part.key, bench.track)]
    summary = [(fields.anchor(row["question"], path), message, row["question"].label.in_(locale()))
               for row in rows if not row["hidden"] for path, message in row["messages"].items()]
    return render_template("builder/try_section.html", bench=bench, desk=bench.desk, call=bench.desk.call, part=part, rows=rows,
                           summary=summary, sections=_contents(bench), definition=bench.definition, sites=bench.sites)


def _row(bench: Bench, question: Question, typed: dict[str, Any], wrong: dict[str, list[Any]], check: bool,
         more_rows: str) -> dict[str, Any]:
    """Everything the question's macro draws, from what was tried."""
    stored, name = bench.trial.answers.get(question.key), fields.name_of(question)
    messages = {problem.path: told(problem) for problem in wrong.get(question.key, ())}
    if check and not messages:
        messages = _problems(bench).get(question.key, {})
    shown = fields.drawable(typed.get(question.key, fields.typed_of(question, stored)))
    return {
        "question": question, "name": name, "mark": "0.", "clash": None, "stored": stored, "typed": shown, "messages": messages,
        "ranks": fields.ranks_of(question), "cells": cells_of(messages),
        "choices": [(choice.key, choice.label.in_(locale())) for choice in question.choices or ()],
        "blanks": 3 if more_rows != name else max(3, len(shown) + 2),
        **drawn_with(question, bench.definition, bench.trial.answers, bench.track),
    }
