"""The three pledges of a panel member: their titles and texts, each signed on its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.foundation.i18n import _l


@dataclass(frozen=True)
class Pledge:
    """One pledge as it is shown and signed."""

    key: str
    title: object
    lines: Sequence[object]


TEXTS = (
    Pledge("integrity", _l("Pledge of integrity and ethics"), (
        _l("I judge by the criteria of the call alone, in person, and take nobody's place nor let anyone take mine."),
        _l("I accept no money, favors or requests in connection with this review, and report any that reach me."),
        _l("If I have a private interest in an applicant, I report it and step down at once."),
    )),
    Pledge("confidentiality", _l("Pledge of confidentiality"), (
        _l("I use what I read only for this review, and pass on neither ideas nor documents."),
        _l("I tell nobody who sits on the panel, which points were given or what was said, also after the results."),
        _l("I delete everything I downloaded when the review ends."),
    )),
    Pledge("privacy", _l("Pledge to protect personal data"), (
        _l("I see personal data only as far as the review needs it, and keep no copy."),
        _l("If data is lost or seen by others, I tell the city at once."),
        _l("I know that breaking this pledge can be punished under the Personal Information Protection Act."),
    )),
)
