"""Whether a file that is stored already, above all a paper of the company's file, may come into a slot of a proposal."""

from portal.calls.definition import Attachment as Slot
from portal.foundation.files import FileRefused, kind_of_name
from portal.foundation.i18n import _
from portal.papers.models import Paper
from portal.papers.standing import Standing


def obstacle_to_using(paper: Paper, slot: Slot) -> object | None:
    """Why not, in words; None when it may. An expired paper is no proof of anything."""
    if paper.retired_at is not None:
        return _("It was replaced or taken out of the file.")
    if paper.standing == Standing.EXPIRED:
        return _("It expired on %(day)s. Have a new one issued and replace it.", day=f"{paper.valid_until:%Y.%m.%d}")
    if not takes(slot, paper.file.name):
        return _("This place takes only %(kinds)s.", kinds=", ".join(each.upper() for each in slot.accept))
    if paper.file.size > slot.max_bytes:
        return _("It is larger than %(size)s MB, the most this place takes.", size=slot.max_mb)
    return None


def takes(slot: Slot, name: str) -> bool:
    """Whether a slot takes files of the kind that this name says; what is stored was checked to be what its name says."""
    try:
        kind_of_name(name, slot.accept)
    except FileRefused:
        return False
    return True
