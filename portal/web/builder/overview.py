"""The first page of the builder: how far the call is, its dates as a picture, what was changed, and whose turn it is."""

from flask import redirect, render_template, url_for

from portal.calls import operations, queries
from portal.calls.definition.document import CallDocument
from portal.calls.drafts.changes import changes_between
from portal.calls.drafts.parts import part_of
from portal.foundation.errors import Missing
from portal.foundation.policy import may
from portal.sites.queries import sites_of
from portal.web.builder.dates import spine_of_draft
from portal.web.builder.doors import AT, Desk, Page, pages
from portal.web.session import me


@pages.get(AT)
def overview(code: str) -> str:
    """Where the draft stands; without one, what is in force and a button to begin a change."""
    call = queries.get_overseen_call(code, viewer=me())
    revision = queries.live_revision_of(call)
    if revision is None:
        return render_template("builder/idle.html", call=call, may_begin=may(me(), "call.run", call))
    return overview_page(Desk(call, revision))


def overview_page(desk: Desk, *, errors: dict[str, list[object]] | None = None, refusal: object = None,
                  typed: dict[str, str] | None = None) -> str:
    """The overview of a draft, also after a refused move."""
    changed = [] if desk.revision.is_first else [
        {"change": change, "href": desk.to("part", part=part_of(change.path).key)}
        for change in changes_between(desk.revision.former, desk.revision.body)]
    return render_template("builder/overview.html", desk=desk, call=desk.call, revision=desk.revision, changed=changed,
                           spine=spine_of_draft(desk.revision.body), contents=desk.contents(), errors=errors or {},
                           refusal=refusal, typed=typed or {})


@pages.post(f"{AT}/begin")
def begin(code: str) -> Page:
    """Start to change a call that is in force, or go on with a draft that was loaded."""
    call = queries.get_overseen_call(code, viewer=me())
    operations.begin_revision(call, by=me())
    return redirect(url_for("builder.overview", code=code))


@pages.get(f"{AT}/preview")
def preview(code: str) -> str:
    """The public page as it will be. Raises Missing while the draft cannot be read as a whole."""
    call = queries.get_overseen_call(code, viewer=me())
    revision = queries.live_revision_of(call)
    if revision is None:
        raise Missing
    return _preview(Desk(call, revision))


def _preview(desk: Desk) -> str:
    document, found = CallDocument.read(desk.revision.body)
    if found:
        return render_template("builder/not_yet.html", desk=desk, call=desk.call)
    return render_template("builder/preview.html", desk=desk, call=desk.call, definition=document.definition,
                           head=document.call, spine=spine_of_draft(desk.revision.body),
                           sites=sites_of(desk.call.program.municipality_id))
