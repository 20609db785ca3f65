"""The ways in which ideas come into a program: told by the city, by a company, or by a partner."""

from portal.foundation.i18n import _l

INTAKE = {
    "demand_task": _l("A department names a task"),
    "free_proposal": _l("A company proposes freely"),
    "company_interest": _l("A company says what interests it"),
    "partner_offer": _l("A partner offers its technology"),
}
