"""How a call begins: a manager takes the standard call, an earlier one, or a file, and gives it a number and a title."""

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from portal.calls import operations, queries
from portal.calls.definition.document import CallDocument
from portal.calls.drafts.standard import standard_document
from portal.calls.drafts.yaml_files import FileError, from_yaml
from portal.calls.models import Call
from portal.foundation.errors import Invalid, Missing
from portal.foundation.i18n import LOCALES, _, force_locale
from portal.programs.models import Program
from portal.programs.queries import programs_managed_by
from portal.web.builder.carrying import text_of_file, told_mistakes
from portal.web.builder.doors import Page, pages
from portal.web.session import me

NEW = "/manage/calls/new"
STANDARD, FILE, ANEW = "standard", "file", "again"


@pages.get(NEW)
def new() -> str:
    """Choose a program and what to begin from; `?from=` names a call to copy, `?again=1` announces it anew."""
    source = _source(request.args.get("from", ""))
    return _page({"source": source.code if source else STANDARD, **_suggested(source)}, source=source)


@pages.post(NEW)
def begin_call() -> Page:
    """Make the call; nobody outside sees it yet."""
    typed = {name: request.form.get(name, "")[:500] for name in ("program", "code", "title_ko", "title_en", "source", "again")}
    program = next((each for each in programs_managed_by(me()) if each.code == typed["program"]), None)
    source = _source(typed["source"])
    errors: dict[str, list[object]] = {} if program else {"program": [_("Choose a program from the list.")]}
    mistakes: list[Any] = []
    document = None
    try:
        document = _document(typed["source"], source)
    except FileError as error:
        mistakes = told_mistakes(error)
    except Invalid as invalid:
        errors.update(invalid.fields)
    if program is None or document is None:
        return _page(typed, source=source, errors=errors, mistakes=mistakes), 422
    return _begin(program, typed, document, source)


def _begin(program: Program, typed: dict[str, str], document: CallDocument, source: Call | None) -> Page:
    title = {"ko": typed["title_ko"], "en": typed["title_en"]}
    try:
        revision = operations.begin_call(program, typed["code"], title, document, by=me(),
                                         again_of=source if typed["again"] == ANEW else None)
    except Invalid as invalid:
        return _page(typed, source=source, errors=dict(invalid.fields)), 422
    flash(_("The call was made. Only the people of the program see it until it is approved."))
    return redirect(url_for("builder.overview", code=revision.call.code))


def _document(source: str, call: Call | None) -> CallDocument:
    if source == FILE:
        return from_yaml(text_of_file("file"))
    if call is not None:
        return CallDocument.parse(call.document)
    if source == STANDARD:
        return standard_document()
    raise Invalid({"source": [_("Choose what to begin from.")]})


def _source(code: str) -> Call | None:
    if code in ("", STANDARD, FILE):
        return None
    try:
        return queries.get_overseen_call(code[:80].replace("\0", ""), viewer=me())
    except Missing:
        return None


def _suggested(source: Call | None) -> dict[str, str]:
    """The number and title of next year's call, from those of the one it copies."""
    if source is None:
        return {}
    title = {language: source.title.get(language, "") for language in LOCALES}
    if request.args.get("again"):
        for language in LOCALES:
            with force_locale(language):
                title[language] = _("%(title)s (announced again)", title=title[language])
        return {"program": source.program.code, "code": f"{source.code}-R", "again": ANEW,
                "title_ko": title["ko"], "title_en": title["en"]}
    return {"program": source.program.code, "code": _next_year(source.code), "again": "",
            "title_ko": _next_year(title["ko"]), "title_en": _next_year(title["en"])}


def _next_year(text: str) -> str:
    return re.sub(r"20[0-9]{2}", lambda found: str(int(found[0]) + 1), text)


def _page(typed: dict[str, str], *, source: Call | None = None, errors: dict[str, list[object]] | None = None,
          mistakes: list[Any] | None = None) -> str:
    programs = programs_managed_by(me())
    if not programs:
        raise Missing
    return render_template("builder/new.html", programs=programs, calls=queries.calls_run_by(me()), typed=typed, source=source,
                           errors=errors or {}, mistakes=mistakes or [])
