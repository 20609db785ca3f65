"""What kinds of events there are, and the words for who came, what a meeting led to, and how a follow-up ended."""

from portal.foundation.i18n import _l

KINDS = {
    "briefing": _l("Briefing"), "matching_day": _l("Matching day"), "visit": _l("Visit"), "demo_day": _l("Demo day"),
}
ATTENDANCE = {"attended": _l("attended"), "late": _l("came late"), "absent": _l("absent")}
OUTCOMES = {"connected": _l("connected"), "agreed": _l("follow-up agreed"), "not_suitable": _l("not suitable")}
RESULTS = {"connected": _l("connected"), "declined": _l("the company declined"), "not_suitable": _l("not suitable")}
# With these a manager says why.
RESULTS_WITH_A_REASON = ("not_suitable",)
