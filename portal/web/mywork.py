"""The applicant's first page: what must be done by when, what was sent, what came of it."""

from flask import Blueprint, render_template

from portal.calls import queries as calls
from portal.events.queries.invitees import waiting_for_an_answer
from portal.overview import mywork
from portal.papers.queries import ending_by_company
from portal.proposals.documents import owes_documents
from portal.proposals.lifecycle import APPLICANT_LABELS
from portal.web.session import me

pages = Blueprint("mywork", __name__, url_prefix="/apply")


@pages.get("")
def index() -> str:
    """Everything of the reader's companies, what needs them first."""
    proposals = mywork.proposals_of(me())
    return render_template(
        "mywork/index.html", companies=mywork.companies_of(me()), labels=APPLICANT_LABELS,
        invitations=waiting_for_an_answer(me()), owes_documents=owes_documents, ending=ending_by_company(me()),
        urgent=[mine for mine in proposals if mine.needs_me], others=[mine for mine in proposals if not mine.needs_me],
        pilots=mywork.pilots_of(me()), open_calls=calls.calls_in_phase("open", viewer=me(), limit=3))
