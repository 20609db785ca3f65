"""The list of an event's companies as rows for a spreadsheet."""

from collections.abc import Iterable, Iterator

from portal.events.kinds import ATTENDANCE
from portal.events.lifecycle import INVITEE
from portal.events.models import Invitee
from portal.foundation.i18n import _, locale
from portal.programs.fields import FIELDS


def headings() -> list[str]:
    """The first row."""
    return [_("Company"), _("Subject area"), _("Strength in one line"), _("Cooperation wanted"), _("Reply"), _("Asked late"),
            _("Attendance")]


def rows(invitees: Iterable[Invitee]) -> Iterator[list[str | int]]:
    """The cells of each company."""
    for each in invitees:
        company = each.company
        yield [company.name_in(locale()), str(FIELDS.get(company.field, company.field)), company.one_line, each.wish,
               str(INVITEE.label(each.state)), _("yes") if each.is_late else "", str(ATTENDANCE.get(each.attendance, ""))]
