"""The pages where a call is written: one for each part, and one for each entry of a long list such as a question or a stage."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, flash, redirect, render_template, request
from markupsafe import escape

from portal.calls import operations
from portal.calls.drafts.parts import Part, has_its_own_page, part_called
from portal.calls.drafts.places import put, shape_at, value_at
from portal.calls.drafts.typed import typed_into
from portal.calls.models import Revision
from portal.calls.operations import Edit
from portal.foundation.errors import Missing, Refused, Stale
from portal.foundation.i18n import _
from portal.web.builder.dates import spine_of_draft
from portal.web.builder.doors import AT, Desk, Page, desk_of, desk_to_write, pages
from portal.web.builder.drawing import Drawer, Drawn, place_id
from portal.web.builder.example import example_of
from portal.web.builder.letters import sample_letters
from portal.web.reading import seen_version
from portal.web.session import me

EDITS = ("add", "remove", "up", "down", "order")
DATED = ("notice", "stages")


@pages.get(f"{AT}/<part>")
def part(code: str, part: str) -> str:
    """One part of the call: to be written, or read by those who may not write now."""
    return _page(desk_of(code), _part(part), "")


@pages.post(f"{AT}/<part>")
def write_part(code: str, part: str) -> Page:
    """Save what was typed on the page of a part, and change a list if a button asks for it."""
    return _save(code, _part(part), "")


@pages.get(f"{AT}/<part>/<name>/<int:place>")
def entry(code: str, part: str, name: str, place: int) -> str:
    """One entry of a long list: a question, a document, a consent, a stage, a milestone."""
    desk = desk_of(code)
    return _page(desk, _part(part), _entry_path(desk.revision, _part(part), name, place))


@pages.post(f"{AT}/<part>/<name>/<int:place>")
def write_entry(code: str, part: str, name: str, place: int) -> Page:
    """Save one entry."""
    desk = desk_of(code)
    return _save(code, _part(part), _entry_path(desk.revision, _part(part), name, place))


def _part(key: str) -> Part:
    try:
        return part_called(key)
    except KeyError:
        raise Missing from None


def _entry_path(revision: Revision, part: Part, name: str, place: int) -> str:
    path = f"definition.{name}"
    try:
        fits = part.holds(path) and has_its_own_page(path)
    except KeyError:
        fits = False
    if not fits or value_at(revision.body, f"{path}.{place}") is None:
        raise Missing
    return f"{path}.{place}"


def _save(code: str, part: Part, path: str) -> Page:
    desk, by_itself = desk_to_write(code), "HX-Request" in request.headers
    typed = request.form.to_dict(flat=False)
    places = (path,) if path else part.places
    values = {place: typed_into(shape_at(place), typed, place, value_at(desk.revision.body, place)) for place in places}
    try:
        added = operations.write_draft(desk.revision, values, then=_edit(), by=me(), seen=seen_version())
    except (Stale, Refused) as refusal:
        if by_itself:
            return Response(escape(str(refusal.words)), status=409)
        return _page(desk, part, path, typed=values, refusal=refusal.words), 409
    if by_itself:
        return Response(status=204, headers={"X-Version": str(desk.revision.version)})
    return redirect(_next(desk, part, path, added))


def _edit() -> Edit | None:
    """The change to a list that the pressed button asks for: "up:definition.questions.3". Raises Missing for nonsense."""
    verb, _colon, path = request.form.get("do", "").partition(":")
    if verb not in EDITS:
        return None
    order = request.form.get("order", "").split(",") if verb == "order" else []
    if not all(place.isascii() and place.isdigit() and len(place) < 6 for place in order):
        raise Missing
    return Edit(verb, path, tuple(int(place) for place in order))


def _next(desk: Desk, part: Part, path: str, added: str | None) -> str:
    """Where one goes on: to the page of what was added, back to the list, or on the same page to what was moved."""
    verb, _colon, target = request.form.get("do", "").partition(":")
    if added and has_its_own_page(added.rpartition(".")[0]) and not path:
        _root, name, place = added.split(".")
        return desk.to("entry", part=part.key, name=name, place=place)
    if verb == "" and path:
        flash(_("Saved."))
        return desk.to("part", part=part.key, check=1, _anchor=place_id(path))
    if verb == "remove":
        flash(_("Taken out. “Undo the last change” brings it back."))
    elif verb == "":
        flash(_("Saved."))
    anchor = place_id(added or _moved_to(target, verb)) if verb else None
    here = {"part": part.key, "_anchor": anchor} if anchor else {"part": part.key, "check": 1}
    return desk.to("entry", name=path.split(".")[1], place=path.split(".")[2], **here) if path else desk.to("part", **here)


def _moved_to(path: str, verb: str) -> str:
    holder, _dot, place = path.rpartition(".")
    if verb in ("up", "down") and place.isdigit():
        return f"{holder}.{max(int(place) + (-1 if verb == 'up' else 1), 0)}"
    return holder if verb == "remove" else path


def _page(desk: Desk, part: Part, path: str, *, typed: Mapping[str, Any] | None = None, refusal: object = None) -> str:
    document = desk.revision.body
    for place, value in (typed or {}).items():
        document = put(document, place, value)
    errors = {where: list(messages) for where, messages in desk.problems.items()} if "check" in request.args else {}
    drawer = Drawer(document, errors, desk.halves)
    drawn = [drawer.entry(path)] if path else [drawer.place(place) for place in part.places]
    here = [each for each in errors if each == path or each.startswith(path + ".")] if path else [
        each for each in errors if part.holds(each)]
    return render_template(
        "builder/entry.html" if path else "builder/part.html", desk=desk, part=part, path=path, drawn=drawn, refusal=refusal,
        summary=[*_summary(drawn), *((None, message) for each in here for message in errors[each])],
        version=desk.revision.version, spine=spine_of_draft(document) if part.key in DATED else [],
        samples=sample_letters(document) if part.key == "letters" else None,
        example=example_of(document) if part.holds("definition.scoring") and not path else None,
        entry_address=lambda where: _entry_address(desk, part, where),
        neighbors=_neighbors(desk, part, path) if path else {})


def _summary(drawn: list[Drawn]) -> Iterator[tuple[str, str, object]]:
    """Every message with the place it stands at, in the order of the page."""
    for each in drawn:
        yield from ((each.id, message, each.label) for message in each.errors)
        yield from _summary(each.items)


def _entry_address(desk: Desk, part: Part, path: str) -> str:
    _root, name, place = path.split(".")
    return desk.to("entry", part=part.key, name=name, place=place, **({"check": 1} if "check" in request.args else {}))


def _neighbors(desk: Desk, part: Part, path: str) -> dict[str, str]:
    """The addresses of the entries before and after this one."""
    _root, name, number = path.split(".")
    count, place = len(value_at(desk.revision.body, f"definition.{name}")), int(number)
    found = {"number": str(place + 1), "count": str(count)}
    if place > 0:
        found["before"] = desk.to("entry", part=part.key, name=name, place=place - 1)
    if place + 1 < count:
        found["after"] = desk.to("entry", part=part.key, name=name, place=place + 1)
    return found


