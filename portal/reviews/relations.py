"""The eight kinds of private interest a reviewer may have in an applicant (Act on Conflicts of Interest, art. 2 no. 6)."""

from portal.foundation.i18n import _l

KINDS = {
    "family": _l("I myself or a family member take part in it or are directly affected"),
    "officer": _l("I or a family member are its representative, officer, manager or outside director"),
    "adviser": _l("I or a family member advise or represent it, or did work for it since 1 January of last year"),
    "employer": _l("I worked there within the last three years"),
    "client": _l("I represented or advised it within the two years before my appointment"),
    "shares": _l("I or a family member hold its shares"),
    "colleague": _l("Someone who left my office within the last two years works there and I worked under or with them"),
    "other": _l("Another relation that makes a fair review doubtful"),
}
