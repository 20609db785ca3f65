"""The score sheet of a draft call, filled in to see how it feels, beside what was tried as an applicant."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import redirect, render_template, request

from portal.calls import operations
from portal.foundation.errors import Invalid, Missing
from portal.reviews.marks import Saved, Typed, name_of, places_of, read
from portal.reviews.sheet import ADVISED_REASON, LEAST_REASON, MOST_REASON
from portal.web.builder.doors import Page, pages
from portal.web.builder.trying.doors import TRY, Bench, on_the_bench
from portal.web.reviews.drawing import view_of
from portal.web.session import me


@dataclass
class TriedMark:
    """A mark as the sheet draws it."""

    kind: str
    key: str
    value: str
    version: int = 0


@pages.get(f"{TRY}/stages/<stage>")
@on_the_bench
def try_sheet(bench: Bench, stage: str) -> str:
    """The two panes of a reviewer for one stage."""
    return _page(bench, stage)


@pages.post(f"{TRY}/stages/<stage>")
@on_the_bench
def try_scoring(bench: Bench, stage: str) -> Page:
    """Keep the marks of whoever tries; what cannot be a mark is told beside its field."""
    _known(bench, stage)
    kept, problems, typed = {}, {}, {}
    for place in places_of(bench.definition, stage):
        raw = request.form.get(name_of(place), "")
        typed[place] = Typed(raw, "")
        try:
            kept[name_of(place)] = read(place, raw, bench.definition, stage)
        except Invalid as invalid:
            problems[place] = str(next(iter(invalid.fields.values()))[0])
    operations.try_marks(bench.desk.revision, stage, kept, by=me())
    if problems:
        return _page(bench, stage, typed, problems), 422
    return redirect(bench.desk.to("try_sheet", stage=stage))


def _known(bench: Bench, stage: str) -> Any:
    try:
        return bench.definition.stage(stage)
    except KeyError:
        raise Missing from None


def _page(bench: Bench, key: str, typed: dict[Any, Typed] | None = None, problems: dict[Any, str] | None = None) -> str:
    stage = _known(bench, key)
    marks = bench.trial.marks.get(key, {})
    given = [TriedMark(*place, marks[name_of(place)])
             for place in places_of(bench.definition, key) if marks.get(name_of(place))]
    tried: Any = SimpleNamespace(call=SimpleNamespace(definition=bench.definition), stage_key=key, marks=given)
    view = view_of(tried, typed, Saved(problems=problems or {}))
    return render_template(
        "builder/try_sheet.html", bench=bench, desk=bench.desk, call=bench.desk.call, stage=stage, sheet=view,
        definition=bench.definition, answers_tried=bench.trial.answers, sites=bench.sites, least=LEAST_REASON,
        advised=ADVISED_REASON, most=MOST_REASON)
