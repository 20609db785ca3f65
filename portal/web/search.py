"""The search box of the people who run programs, and where each word was found."""

from flask import Blueprint, render_template, request, url_for

from portal.foundation.errors import Missing
from portal.overview.search import Place, search, words_in
from portal.web.reading import number_in
from portal.web.session import me

pages = Blueprint("search", __name__, url_prefix="/manage/search")


@pages.get("")
def index() -> str:
    """Proposals that hold every word of `?q=`; 404 for those who run no program."""
    if not me().ids("program", "manager", "approver"):
        raise Missing
    typed, before = request.args.get("q", ""), number_in(request.args.get("before", ""))
    words = words_in(typed)
    hits, following = search(words, viewer=me(), before=before)
    return render_template(
        "search/index.html", typed=" ".join(words), words=words, hits=hits, address=address_of,
        following=url_for("search.index", q=typed, before=following) if following else None,
        first=url_for("search.index", q=typed) if before else None)


def address_of(proposal_id: int, place: Place) -> str | None:
    """Where a file is fetched; None for a place that is no file."""
    if place.file is None:
        return None
    kind, number = place.file
    if kind == "file":
        return url_for("eligibility.file", proposal_id=proposal_id, file_id=number)
    return url_for("documents.file", proposal_id=proposal_id, attachment_id=number)
