"""What every page of a proposal shows around its content: where it stands, its parts with their state, what is missing."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, url_for

from portal.foundation.i18n import _, _l, locale
from portal.proposals import operations, queries
from portal.proposals.gaps import Gap
from portal.proposals.lifecycle import APPLICANT_LABELS, ProposalState
from portal.proposals.models import Proposal
from portal.proposals.queries import Written
from portal.proposals.scope import FIELDS, Round, is_in_scope, round_of_writing, slots_to_fill
from portal.web.proposals.fields import anchor
from portal.web.session import me

pages = Blueprint("proposals", __name__, url_prefix="/apply")
Page = str | Response | tuple[str, int]
AT = "/proposals/<int:proposal_id>"
TONES = {"draft": "warning", "supplement_requested": "warning", "ineligible": "danger", "selected": "success",
         "withdrawn": "gray", "given_up": "gray", "not_selected": "gray", "reserve": "information"}


ROUNDS: dict[Round, dict[str, object]] = {
    Round.FORM: {
        "due": _l("Deadline"), "look": _l("Look it over and submit"), "send": _l("Submit"), "door": "submit", "limited": "",
        "then": _l("You get a receipt at once and an e-mail. Until the deadline you may change it and submit again.")},
    Round.SUPPLEMENT: {
        "due": _l("Supplement due"), "look": _l("Look it over and send the supplement"), "send": _l("Send the supplement"),
        "limited": _l("Only what the supplement asks for can be changed now; the rest stays as it was received."),
        "door": "supplement", "then": _l("You get a receipt at once and an e-mail. Only what is asked for is replaced; "
                                         "the rest stays as it was received.")},
    Round.REVISION: {
        "due": _l("May be revised until"), "look": _l("Look it over and send the revision"), "send": _l("Send the revision"),
        "limited": _l("Only what the call opens can be revised now; the rest stays as it was received."),
        "door": "revise", "then": _l("You get a receipt at once and an e-mail. The panel of the next stage judges this "
                                     "version and is shown what changed. Until the date you may revise it again.")},
}


@dataclass
class Desk:
    """A proposal on its company's desk: what is written, what is missing, and why it cannot be written if it cannot."""

    proposal: Proposal
    written: Written
    gaps: list[Gap]
    obstacle: object | None

    @property
    def label(self) -> object:
        """The applicant's word for the state."""
        return APPLICANT_LABELS[ProposalState(self.proposal.state)]

    @property
    def tone(self) -> str:
        return TONES.get(self.proposal.state, "primary")

    @property
    def round(self) -> Round:
        """Why the company writes, or wrote last."""
        return round_of_writing(self.proposal)

    @property
    def deadline(self) -> Any:
        """What the banner counts down to: the call's closing, or the date of the supplement or the revision."""
        return {Round.SUPPLEMENT: self.proposal.supplement_due_at, Round.REVISION: self.proposal.revise_due_at}.get(
            self.round, self.proposal.closes_at)

    @property
    def counts_down(self) -> bool:
        """Whether a date is still to be shown: of a later round always, of the call while it is open."""
        return self.round != Round.FORM or self.proposal.phase == "open"

    @property
    def banner(self) -> str | None:
        """The words of the sticky banner while something is not submitted and still can be."""
        if self.obstacle is not None:
            return None
        if self.round == Round.SUPPLEMENT:
            return _("Supplement not sent yet")
        if self.proposal.state == ProposalState.DRAFT:
            return _("Not submitted yet")
        return _("Changes not submitted yet") if self.proposal.changed_since else None

    @property
    def words(self) -> dict[str, str]:
        """How the pages speak of the round."""
        return {name: str(words) for name, words in ROUNDS[self.round].items()}

    def to(self, name: str, **values: Any) -> str:
        """The address of one of its pages."""
        return url_for(f"proposals.{name}", proposal_id=self.proposal.id, **values)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The table of contents: sections, files, consents, and the look over everything."""
        rows = [self._row(each.key, each.label.in_(locale()), self.to("section", key=each.key), *self._section(each.key))
                for each in self.proposal.call.definition.sections]
        rows.append(self._row("attachments", _("Files"), self.to("attachments"), *self._files()))
        if self.proposal.call.definition.consents and self.round == Round.FORM:
            rows.append(self._row("consents", _("Consents and bonus points"), self.to("consents"), *self._consents()))
        return rows

    def _row(self, key: str, label: str, href: str, begun: bool, lacks: int, locked: bool) -> dict[str, Any]:
        state = "locked" if locked else "done" if not lacks else "started" if begun else "empty"
        row = {"key": key, "label": label, "href": href, "state": state}
        if state == "started":
            row["note"] = _("%(count)s to fill in", count=lacks)
        return row

    def _section(self, key: str) -> tuple[bool, int, bool]:
        keys = [question.key for question in self.proposal.call.definition.questions_of(key)]
        lacking = {gap.key for gap in self.gaps if gap.kind == "answer" and gap.key in keys}
        locked = not any(is_in_scope(self.proposal, FIELDS, each) for each in keys)
        return any(each in self.written.answers for each in keys), len(lacking), locked

    def _files(self) -> tuple[bool, int, bool]:
        lacks = sum(1 for gap in self.gaps if gap.kind == "file")
        return any(self.written.files.values()), lacks, not slots_to_fill(self.proposal)

    def _consents(self) -> tuple[bool, int, bool]:
        return bool(self.written.consents), sum(1 for gap in self.gaps if gap.kind == "consent"), False

    def place_of(self, gap: Gap) -> str:
        """Where a gap is put right: the page and the field on it."""
        if gap.kind == "track":
            return self.to("show") + "#track"
        if gap.kind == "file":
            return self.to("attachments") + f"#slot-{gap.key}"
        if gap.kind == "consent":
            return self.to("consents", check=1) + f"#consent-{gap.key}"
        question = self.proposal.call.definition.question(gap.key)
        return self.to("section", key=question.section, check=1) + "#" + anchor(question, gap.path)

    def name_of(self, gap: Gap) -> str:
        """What the form calls the place of a gap."""
        definition = self.proposal.call.definition
        if gap.kind == "track":
            return _("Track")
        if gap.kind == "file":
            return definition.attachment(gap.key).label.in_(locale())
        if gap.kind == "consent":
            return definition.consent(gap.key).purpose.in_(locale())
        return definition.question(gap.key).label.in_(locale())

    def after(self, key: str) -> str:
        """The page that follows a part of the form."""
        open_parts = [part for part in self.parts if part["state"] != "locked" or part["key"] == key]
        keys = [part["key"] for part in open_parts]
        following = open_parts[keys.index(key) + 1:] if key in keys else []
        return following[0]["href"] if following else self.to("review")


def desk_of(proposal_id: int, *, lock: bool = False) -> Desk:
    """The viewer's own proposal with its working copy: three statements. Raises Missing."""
    return look_at(queries.get_own_proposal(proposal_id, viewer=me(), lock=lock))


def look_at(proposal: Proposal) -> Desk:
    """The desk of a proposal that was loaded already."""
    written = queries.written_of(proposal)
    return Desk(proposal, written, operations.missing_for_submission(proposal, written),
                operations.obstacle_to_writing(proposal, by=me()))
