"""The applicant's pages of a proposal: start, write section by section, attach, consent, look it over, submit, receipt."""

from portal.web.proposals import (  # noqa: F401  (they register their pages)
    attachments,
    consents,
    copying,
    documents,
    overview,
    sections,
    sending,
    starting,
)
from portal.web.proposals.doors import pages

__all__ = ["pages"]
