"""The documents and awards a company keeps for every call: list, add, replace, take out, download."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from portal.accounts.models import Company
from portal.accounts.queries import get_company
from portal.foundation import filing
from portal.foundation.errors import Refused, Stale
from portal.foundation.files import FileRefused
from portal.foundation.i18n import _
from portal.foundation.stored_files import StoredFile
from portal.papers import operations, queries
from portal.papers.kinds import AWARD
from portal.papers.models import Paper
from portal.web.files import send
from portal.web.forms.papers import AwardForm, PaperForm
from portal.web.reading import number_in, seen_version
from portal.web.session import me

pages = Blueprint("papers", __name__, url_prefix="/apply/company")
Page = str | Response | tuple[str, int]
Form = PaperForm | AwardForm
AT = "/<int:company_id>/papers"
ACCEPT = ["pdf", "hwp", "hwpx", "docx", "xlsx", "pptx", "png", "jpg"]
MOST_BYTES = 30 * 10**6
SHOWN = 30
TONES = {"valid": "success", "expiring": "warning", "expired": "danger"}


@pages.get(AT)
def index(company_id: int) -> Page:
    """What is kept now, with what expires first on top."""
    return _index(get_company(company_id, viewer=me()))


@pages.get(f"{AT}/earlier")
def earlier(company_id: int) -> Page:
    """What was replaced or taken out, newest first."""
    company = get_company(company_id, viewer=me())
    before = number_in(request.args.get("before", ""))
    rows = queries.earlier_papers_of(company.id, viewer=me(), before=before, limit=SHOWN + 1)
    following = url_for("papers.earlier", company_id=company.id, before=rows[SHOWN - 1].id) if len(rows) > SHOWN else None
    return render_template("papers/earlier.html", company=company, rows=rows[:SHOWN], following=following,
                           first=url_for("papers.earlier", company_id=company.id) if before else None)


@pages.get(f"{AT}/new")
def new(company_id: int) -> Page:
    """The form for a document, or with `?kind=award` for an award."""
    company, kind = get_company(company_id, viewer=me()), request.args.get("kind", "")
    form = AwardForm(formdata=None) if kind == AWARD else PaperForm(formdata=None, data={"kind": kind})
    return _form(company, form)


@pages.post(AT)
def add(company_id: int) -> Page:
    """Put a document or an award into the file."""
    company, upload = get_company(company_id, viewer=me()), _upload()
    form: Form = AwardForm() if request.form.get("kind") == AWARD else PaperForm()
    try:
        with form.telling():
            if form.validate_on_submit():
                operations.check_paper(company, form.data, by=me(), has_file=upload is not None)
                operations.add_paper(company, form.data, _received(upload), by=me())
                flash(_("It is in the company's file now. You can use it in every call."))
                return redirect(url_for("papers.index", company_id=company.id))
    except FileRefused as refusal:
        form.file.errors = [_(refusal.template, **refusal.params)]
    except (Refused, filing.NotNow) as refusal:
        return _form(company, form, refusal=refusal.words), refusal.status
    return _form(company, form), 422


@pages.route(f"{AT}/<int:paper_id>/replace", methods=["GET", "POST"])
def replace(company_id: int, paper_id: int) -> Page:
    """A newer one, or dates put right; the former is kept."""
    paper = queries.get_paper(company_id, paper_id, viewer=me())
    kind = AwardForm if paper.is_award else PaperForm
    if request.method == "GET":
        return _form(paper.company, kind(formdata=None, obj=paper), paper)
    form, upload = kind(), _upload()
    form.kind.data = paper.kind
    try:
        with form.telling():
            if form.validate_on_submit():
                operations.check_replacing(paper, form.data, by=me(), seen=form.seen)
                operations.replace_paper(paper, form.data, _received(upload) if upload else None, by=me(), seen=form.seen)
                flash(_("The newer one is in the file. The former is kept among the earlier documents."))
                return redirect(url_for("papers.index", company_id=paper.company_id))
    except FileRefused as refusal:
        form.file.errors = [_(refusal.template, **refusal.params)]
    except (Refused, Stale, filing.NotNow) as refusal:
        form.version.data = str(paper.version)
        return _form(paper.company, form, paper, refusal=refusal.words), refusal.status
    return _form(paper.company, form, paper), 422


@pages.post(f"{AT}/<int:paper_id>/remove")
def remove(company_id: int, paper_id: int) -> Page:
    """Take it out of the file."""
    paper = queries.get_paper(company_id, paper_id, viewer=me())
    try:
        operations.remove_paper(paper, by=me(), seen=seen_version())
    except (Refused, Stale) as refusal:
        return _index(paper.company, refusal=refusal.words), 409
    flash(_("It was taken out. Proposals that carry it keep it."))
    return redirect(url_for("papers.index", company_id=paper.company_id))


@pages.get(f"{AT}/<int:paper_id>/file")
def file(company_id: int, paper_id: int) -> Response:
    """Download it as it came in."""
    return send(queries.get_paper(company_id, paper_id, viewer=me()).file)


def _upload() -> FileStorage | None:
    upload = request.files.get("file")
    return upload if upload is not None and upload.filename else None


def _received(upload: FileStorage | None) -> StoredFile:
    assert upload is not None  # noqa: S101  (asked before)
    return filing.receive(upload.stream, upload.filename or "", ACCEPT, MOST_BYTES, me())


def _index(company: Company, *, refusal: object = None) -> str:
    rows = queries.papers_of(company.id, viewer=me())
    return render_template("papers/index.html", company=company, tones=TONES, refusal=refusal,
                           documents=[row for row in rows if not row.is_award], awards=[row for row in rows if row.is_award])


def _form(company: Company, form: Form, paper: Paper | None = None, *, refusal: object = None) -> str:
    form.file.flags.required = paper is None
    return render_template("papers/form.html", company=company, form=form, paper=paper, refusal=refusal,
                           is_award=isinstance(form, AwardForm), accept=",".join(f".{each}" for each in ACCEPT),
                           kinds_of_file=", ".join(each.upper() for each in ACCEPT), most=MOST_BYTES)
