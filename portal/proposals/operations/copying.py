"""A draft takes over answers, and files by choice, from an earlier proposal of the same company; never consents."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from portal.foundation.errors import Invalid, Missing, Refused
from portal.foundation.i18n import _
from portal.proposals.copying import Copy, plan
from portal.proposals.earlier import attachments_of
from portal.proposals.lifecycle import PROPOSAL, ProposalState
from portal.proposals.models import Proposal
from portal.proposals.operations.attaching import attach_file
from portal.proposals.operations.writing import Clash, save_answers
from portal.proposals.queries import written_of


def plan_copy(proposal: Proposal, source: Proposal, *, by: Any) -> Copy:
    """What copying would do now. Raises Refused when the draft cannot be written, Missing for another company's source."""
    PROPOSAL.check(proposal, "write", by=by)
    if proposal.state != ProposalState.DRAFT:
        raise Refused(_("Only a draft that was never submitted takes over answers."))
    if source.company_id != proposal.company_id or source.id == proposal.id:
        raise Missing
    return plan(proposal, written_of(proposal), source, written_of(source))


def copy_proposal(proposal: Proposal, source: Proposal, files: Collection[int] = (), *, by: Any) -> Copy:
    """Copy what can be copied into fields that are still blank, and the chosen attachments (ids) of the source.

    Safe to repeat: what is there already is left alone. What somebody types at the same moment stays. Raises as `plan_copy`.
    """
    copy = plan_copy(proposal, source, by=by)
    overtaken: Collection[str] = ()
    words = _("Someone wrote something here at the same moment.")
    try:
        save_answers(proposal, {fate.question.key: (fate.value, fate.version) for fate in copy.copied}, by=by)
    except Clash as clash:
        overtaken = clash.fields
    fates = [replace(fate, copied=False, note=words) if fate.question.key in overtaken else fate for fate in copy.fates]
    done = Copy(fates, _attach(proposal, source, {file.id for file in copy.files} & set(files), by))
    if done.copied:
        PROPOSAL.move(proposal, "write", by=by, copied_from=source.number, answers=[fate.question.key for fate in done.copied])
    return done


def _attach(proposal: Proposal, source: Proposal, chosen: Collection[int], by: Any) -> list[Any]:
    """The same stored files come into the slots of the same name, as many as they hold."""
    taken = []
    for row in attachments_of(source, chosen):
        try:
            attach_file(proposal, row.slot, row.file, by=by)
        except Invalid:  # the slot is full by now
            continue
        taken.append(row)
    return taken
