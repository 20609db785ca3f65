"""Proposals as their viewers may see them: the company its own, the program's people what was submitted."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Integer, String, cast, null, select, union_all
from sqlalchemy.orm import contains_eager, defer, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from portal.accounts.models import COMPANY_ROLES, Company, Role, User
from portal.accounts.queries import Person
from portal.calls.definition import Definition
from portal.calls.models import Call
from portal.foundation.db import UtcDateTime, db
from portal.foundation.errors import Missing
from portal.foundation.stored_files import StoredFile
from portal.partners.models import Offer
from portal.programs.models import Program
from portal.proposals.documents import documents_of_its_life
from portal.proposals.gaps import Gap, gaps_in
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import Answer, Attachment, BonusClaim, Consent, Proposal, Submission
from portal.proposals.offering import offers_for
from portal.proposals.policy import of_their_company, of_their_programs
from portal.sites.models import Site

ASKED = (ProposalState.IN_REVIEW.value, ProposalState.SELECTED.value)
SCOPES_UNREAD = (defer(Proposal.supplement_scope), defer(Proposal.revise_scope))  # for lists, which do not ask what is open


@dataclass(frozen=True)
class Kept:
    """One answer as it is kept, with the version that tells two tabs apart."""

    value: Any
    version: int
    updated_at: datetime | None


@dataclass(frozen=True)
class KeptFile:
    """One file of the working copy: its attachment's id, and what a submission remembers of it."""

    id: int
    slot: str
    file_id: int
    name: str
    size: int
    sha256: str


@dataclass
class Written:
    """The whole working copy of a proposal, and the sites and offers it may name. `lapsed` are the consents answered under an
    older edition of the call: they do not count."""

    answers: dict[str, Kept] = field(default_factory=dict)
    consents: dict[str, bool] = field(default_factory=dict)
    lapsed: list[str] = field(default_factory=list)
    bonus: list[str] = field(default_factory=list)
    files: dict[str, list[KeptFile]] = field(default_factory=lambda: defaultdict(list))
    sites: dict[str, dict[str, str]] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """The answers alone, by key."""
        return {key: kept.value for key, kept in self.answers.items()}

    @property
    def saved_at(self) -> datetime | None:
        """When an answer was last saved."""
        return max((kept.updated_at for kept in self.answers.values() if kept.updated_at), default=None)


def _with_what_pages_show() -> Any:
    call = joinedload(Proposal.call, innerjoin=True)
    return select(Proposal).options(
        call.joinedload(Call.edition, innerjoin=True),
        call.joinedload(Call.program, innerjoin=True).joinedload(Program.municipality),
        joinedload(Proposal.company, innerjoin=True), joinedload(Proposal.submission))


def get_own_proposal(proposal_id: int, *, viewer: Any, lock: bool = False) -> Proposal:
    """A proposal of the viewer's company, with its call and last submission. Raises Missing. `lock` for what must not race."""
    wanted = _with_what_pages_show().where(Proposal.id == proposal_id, of_their_company(viewer))
    return _one(wanted.with_for_update(of=Proposal) if lock else wanted)


def get_submitted_proposal(proposal_id: int, *, viewer: Any) -> Proposal:
    """What a manager or approver may read, with the checks made so far. Raises Missing, for drafts too."""
    return _one(_with_what_pages_show().where(Proposal.id == proposal_id, of_their_programs(viewer)).options(
        selectinload(Proposal.gate_results), selectinload(Proposal.bonus_claims)))


def _one(wanted: Any) -> Proposal:
    found = db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Missing
    return found


def find_live_proposal(call: Call, company_id: int) -> Proposal | None:
    """The proposal of this company to this call that was not withdrawn, if there is one."""
    mine = select(Proposal).where(Proposal.call_id == call.id, Proposal.company_id == company_id,
                                  Proposal.state != ProposalState.WITHDRAWN.value)
    return db.session.scalars(mine.order_by(Proposal.id).limit(1)).one_or_none()


def companies_that_may_apply(call: Call, *, viewer: Any) -> list[tuple[Company, Proposal | None]]:
    """The viewer's companies by name, each with its live proposal to this call if it has one."""
    live = (Proposal.company_id == Company.id) & (Proposal.call_id == call.id) & (
        Proposal.state != ProposalState.WITHDRAWN.value)
    rows = select(Company, Proposal).outerjoin(Proposal, live).where(Company.id.in_(viewer.ids("company", *COMPANY_ROLES)))
    return [(company, proposal) for company, proposal in db.session.execute(rows.order_by(Company.name_ko, Company.id))]


def written_of(proposal: Proposal) -> Written:
    """Everything its company has written so far: answers, consents, claims, files; one statement, and another where the call
    asks for offers of partners."""
    written = Written()
    for row in db.session.execute(_working_copy(proposal)):
        if row.kind == "answer":
            written.answers[row.key] = Kept(row.value, row.number, row.at)
        elif row.kind == "consent":
            if row.number == proposal.call.edition_number:
                written.consents[row.key] = bool(row.flag)
            else:
                written.lapsed.append(row.key)
        elif row.kind == "bonus":
            written.bonus.append(row.key)
        elif row.kind == "file":
            written.files[row.key].append(KeptFile(row.id, row.key, row.number, row.name, row.size, row.sha256))
        else:
            written.sites[row.key] = row.value
    written.offers = offers_for(proposal, written.values)
    written.bonus.sort()
    written.sites = dict(sorted(written.sites.items()))
    for files in written.files.values():
        files.sort(key=lambda each: each.id)
    return written


def _working_copy(proposal: Proposal) -> Any:
    no_text, no_number, no_json = cast(null(), String), cast(null(), Integer), cast(null(), JSON)
    no_flag, no_time = cast(null(), Boolean), cast(null(), UtcDateTime)

    def rows(kind: str, key: Any, *, id_: Any = no_number, value: Any = no_json, number: Any = no_number, flag: Any = no_flag,
             at: Any = no_time, name: Any = no_text, size: Any = no_number, sha256: Any = no_text) -> Any:
        return select(
            db.literal(kind).label("kind"), key.label("key"), id_.label("id"), value.label("value"), number.label("number"),
            flag.label("flag"), at.label("at"), name.label("name"), size.label("size"), sha256.label("sha256"))

    mine = proposal.id
    files = rows("file", Attachment.slot, id_=Attachment.id, number=Attachment.file_id, name=StoredFile.name,
                 size=StoredFile.size, sha256=StoredFile.sha256).join(StoredFile, StoredFile.id == Attachment.file_id)
    return union_all(
        rows("answer", Answer.key, value=Answer.value, number=Answer.version,
             at=Answer.updated_at).where(Answer.proposal_id == mine),
        rows("consent", Consent.key, number=Consent.edition_number, flag=Consent.given).where(Consent.proposal_id == mine),
        rows("bonus", BonusClaim.key).where(BonusClaim.proposal_id == mine),
        files.where(Attachment.proposal_id == mine, Attachment.removed_at.is_(None)),
        rows("site", Site.code, value=Site.name).where(Site.municipality_id == proposal.call.program.municipality_id))


def missing_for_submission(proposal: Proposal, written: Written | None = None) -> list[Gap]:
    """Everything that is still to be put right, in the order of the form; nothing when it could be submitted."""
    return gaps_in(proposal, written or written_of(proposal))


def latest_submission(proposal: Proposal) -> Submission | None:
    """What was received last, None while nothing was; only this is ever judged."""
    return proposal.submission


def submissions_of(proposal: Proposal) -> list[Submission]:
    """Everything that was received, oldest first, with who sent it."""
    mine = select(Submission).where(Submission.proposal_id == proposal.id).order_by(Submission.number)
    return list(db.session.scalars(mine.options(joinedload(Submission.by).lazyload(User.roles))))


def get_submission(proposal: Proposal, number: int) -> Submission:
    """One submission of a proposal the viewer has already been given. Raises Missing."""
    return next((each for each in submissions_of(proposal) if each.number == number), None) or _missing()


def _missing() -> Any:
    raise Missing


def bonus_points_of(proposal: Proposal, definition: Definition) -> int:
    """The points of the bonuses that were claimed in what was received and accepted; the cap is the scoring rule's business."""
    claimed = set(proposal.submission.bonus) if proposal.submission else set()
    accepted = {claim.key for claim in proposal.bonus_claims if claim.accepted and claim.key in claimed}
    return sum(bonus.points for bonus in definition.bonus if bonus.key in accepted)


def get_attachment(proposal_id: int, attachment_id: int, *, viewer: Any) -> Attachment:
    """A file of the viewer's own proposal, also one that was taken out since. Raises Missing."""
    wanted = select(Attachment).join(Proposal, Proposal.id == Attachment.proposal_id).where(
        Attachment.id == attachment_id, Proposal.id == proposal_id, of_their_company(viewer))
    return db.session.scalars(wanted).one_or_none() or _missing()


def attachment_ids(proposal: Proposal) -> dict[int, int]:
    """From a stored file's id to its attachment's, for links to what a submission carried."""
    mine = select(Attachment.file_id, Attachment.id).where(Attachment.proposal_id == proposal.id)
    return {row.file_id: row.id for row in db.session.execute(mine)}


def get_submitted_file(proposal_id: int, file_id: int, *, viewer: Any) -> StoredFile:
    """A file that came with something received, for the program's people. Raises Missing, for files of drafts too."""
    received = select(Submission.files).join(Proposal, Proposal.id == Submission.proposal_id).where(
        Proposal.id == proposal_id, of_their_programs(viewer))
    if not any(each["file_id"] == file_id for files in db.session.scalars(received) for each in files):
        raise Missing
    return db.session.get(StoredFile, file_id) or _missing()


def asked_for_documents(call: Call, *, viewer: Any, missing: bool = False, after: int = 0, limit: int = 50) -> list[Proposal]:
    """The proposals of a call whose companies were asked for documents, by receipt; `missing` narrows to the incomplete."""
    mine = select(Proposal).join(Proposal.company).where(
        Proposal.call_id == call.id, Proposal.id > after, Proposal.documents_due_at.is_not(None), Proposal.state.in_(ASKED),
        of_their_programs(viewer)).options(contains_eager(Proposal.company), *SCOPES_UNREAD)
    if missing:
        mine = mine.where(Proposal.documents_missing > 0)
    return list(db.session.scalars(mine.order_by(Proposal.id).limit(limit)))


def documents_in(proposal: Proposal, slots: Iterable[str]) -> list[Attachment]:
    """What is in these slots now, slot by slot in the order they came; of a proposal the viewer was given already."""
    here = select(Attachment).where(Attachment.proposal_id == proposal.id, Attachment.slot.in_(list(slots)),
                                    Attachment.removed_at.is_(None))
    return list(db.session.scalars(here.order_by(Attachment.id)))


def bring_attachments(proposals: Collection[Proposal]) -> None:
    """Load the attachments of many proposals at once, so that moving them asks nothing more. One statement."""
    found: dict[int, list[Attachment]] = {proposal.id: [] for proposal in proposals}
    here = select(Attachment).where(Attachment.proposal_id.in_(found), Attachment.removed_at.is_(None)).order_by(Attachment.id)
    for attachment in db.session.scalars(here):
        found[attachment.proposal_id].append(attachment)
    for proposal in proposals:
        set_committed_value(proposal, "attachments", found[proposal.id])


def get_document(proposal_id: int, attachment_id: int, *, viewer: Any) -> StoredFile:
    """A document that was handed in after the form, for the program's people. Raises Missing, for files of drafts too."""
    wanted = select(Attachment, Proposal).join(Proposal, Proposal.id == Attachment.proposal_id).join(Proposal.call).join(
        Call.edition).options(contains_eager(Proposal.call).contains_eager(Call.edition)).where(
        Attachment.id == attachment_id, Proposal.id == proposal_id, Attachment.removed_at.is_(None), of_their_programs(viewer))
    row = db.session.execute(wanted).one_or_none()
    if row is None or row[0].slot not in {slot.key for slot in documents_of_its_life(row[1].call.definition)}:
        raise Missing
    return row[0].file


def files_for_panel(proposal: Proposal) -> list[dict[str, Any]]:
    """What of the received files the panel reads, in the order of the form; each as a submission remembers it."""
    hidden = {slot.key for slot in proposal.call.definition.attachments if not slot.for_panel}
    return [each for each in (proposal.submission.files if proposal.submission else []) if each["slot"] not in hidden]


def proposals_to_check(call: Call, *, viewer: Any, state: str = "", after: int = 0, limit: int = 30) -> list[Proposal]:
    """What was received for a call, by receipt; `state` narrows, `after` is the id of the last row of the page before."""
    mine = select(Proposal).join(Proposal.company).where(
        Proposal.call_id == call.id, Proposal.id > after, of_their_programs(viewer)).options(
        contains_eager(Proposal.company), *SCOPES_UNREAD)
    if state:
        mine = mine.where(Proposal.state == state)
    return list(db.session.scalars(mine.order_by(Proposal.id).limit(limit)))


def people_of(company_id: int) -> list[Person]:
    """The owners and members of a company who can sign in, each once."""
    theirs = select(User.id, User.email, User.locale).join(Role, Role.user_id == User.id).where(
        Role.on == "company", Role.on_id == company_id, Role.name.in_(COMPANY_ROLES), User.deactivated_at.is_(None))
    return [Person(*row) for row in db.session.execute(theirs.distinct().order_by(User.id))]


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """What people are called, by their id."""
    wanted = {each for each in user_ids if each is not None}
    if not wanted:
        return {}
    people = select(User.id, User.name).where(User.id.in_(wanted))
    return {row.id: row.name for row in db.session.execute(people)}
