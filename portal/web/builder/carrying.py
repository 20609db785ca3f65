"""A call as a file: taken out of the builder, put into it again; a file that is wrong changes nothing and says where."""

from flask import Response, flash, redirect, render_template, request

from portal.calls import operations
from portal.calls.definition.document import CallDocument
from portal.calls.drafts.yaml_files import HEAVIEST, FileError, from_yaml, to_yaml
from portal.calls.queries import get_overseen_call
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.web.builder.doors import AT, Desk, Page, desk_of, desk_to_write, pages, told
from portal.web.reading import seen_version
from portal.web.session import me

MOST_SHOWN = 50


@pages.get(f"{AT}/file.yaml")
def export(code: str) -> Response:
    """The call in force as a YAML file; with `?of=draft` what is being written, once nothing in it is wrong."""
    call = get_overseen_call(code, viewer=me())
    if request.args.get("of") == "draft":
        desk = desk_of(code)
        document, found = CallDocument.read(desk.revision.body)
        if found:
            return Response(render_template("builder/not_yet.html", desk=desk, call=call), status=409)
    else:
        document = CallDocument.parse(call.document)
    text = to_yaml(document)
    return Response(text, mimetype="application/yaml",
                    headers={"Content-Disposition": f'attachment; filename="{call.code}.yaml"'})


@pages.get(f"{AT}/import")
def file_form(code: str) -> str:
    """Where a file is chosen."""
    return _page(desk_of(code))


@pages.post(f"{AT}/import")
def take_in(code: str) -> Page:
    """Put a file in the place of the draft; undo brings the draft back."""
    desk = desk_to_write(code)
    try:
        operations.replace_draft(desk.revision, from_yaml(text_of_file("file")), by=me(), seen=seen_version())
    except FileError as error:
        return _page(desk, mistakes=told_mistakes(error)), 422
    except Invalid as invalid:
        return _page(desk, errors=dict(invalid.fields)), 422
    except (Refused, Stale) as refusal:
        return _page(desk, refusal=refusal.words), 409
    flash(_("The file was taken in. “Undo the last change” brings the former draft back."))
    return redirect(desk.to("overview"))


def text_of_file(name: str) -> str:
    """The text of an uploaded YAML file. Raises Invalid for none, for one that is too large or not UTF-8."""
    upload = request.files.get(name)
    content = upload.read(HEAVIEST * 4 + 1) if upload else b""
    if not content:
        raise Invalid({name: [_("Choose the file of a call (.yaml).")]})
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid({name: [_("This file is not text in UTF-8. Choose the .yaml file that the portal gave out.")]}) from None


def told_mistakes(error: FileError) -> list[dict[str, object]]:
    """What is wrong with a file in the reader's language, line by line."""
    return [{"line": each.line, "path": each.problem.path, "message": told(each.problem)}
            for each in error.mistakes[:MOST_SHOWN]]


def _page(desk: Desk, *, errors: dict[str, list[object]] | None = None, mistakes: list[dict[str, object]] | None = None,
          refusal: object = None) -> str:
    return render_template("builder/import.html", desk=desk, call=desk.call, errors=errors or {}, mistakes=mistakes or [],
                           refusal=refusal)
