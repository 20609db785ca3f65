"""Whether a paper of the company's file may come into a slot of its proposal."""

from portal.calls.definition import Attachment as Slot
from portal.foundation.i18n import _
from portal.papers.models import Paper
from portal.papers.standing import Standing

MEGABYTE = 10**6


def obstacle_to_using(paper: Paper, slot: Slot) -> object | None:
    """Why not, in words; None when it may. An expired paper is no proof of anything."""
    if paper.retired_at is not None:
        return _("It was replaced or taken out of the file.")
    if paper.standing == Standing.EXPIRED:
        return _("It expired on %(day)s. Have a new one issued and replace it.", day=f"{paper.valid_until:%Y.%m.%d}")
    if paper.file.extension not in slot.accept:
        return _("This place takes only %(kinds)s.", kinds=", ".join(each.upper() for each in slot.accept))
    if paper.file.size > slot.max_mb * MEGABYTE:
        return _("It is larger than %(size)s MB, the most this place takes.", size=slot.max_mb)
    return None
