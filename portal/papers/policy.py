"""Who may do what with a company's papers: its own people and nobody else; others read only what came with a proposal."""

from typing import Any

from sqlalchemy import ColumnElement

from portal.accounts.models import COMPANY_ROLES
from portal.accounts.policy import member_of_it
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, the_portal_itself, who
from portal.papers.models import Paper


@who(_l("a member of the company the paper belongs to"))
def its_company(actor: Any, paper: Paper) -> bool:
    return paper.company_id in actor.ids("company", *COMPANY_ROLES)


grant("paper", {
    "add": member_of_it,
    "view": its_company,
    "use": its_company,
    "replace": its_company,
    "remove": its_company,
    "remind": the_portal_itself,
})


def visible_papers(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `paper.view`."""
    return Paper.company_id.in_(viewer.ids("company", *COMPANY_ROLES))
