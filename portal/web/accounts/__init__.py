"""Pages of accounts: registering, signing in, passwords, one's own account, invitations, and people for administrators."""

from flask import current_app

from portal.accounts import links
from portal.web.accounts import (  # noqa: F401  (they register their pages)
    invitations,
    own,
    passwords,
    people,
    registering,
    signing,
)
from portal.web.accounts.blueprint import pages
from portal.web.accounts.resuming import ask_to_sign_in, resume_page

links.keys.append(lambda: str(current_app.config["SECRET_KEY"]))
pages.add_app_template_global(links.token_from, "link_token")

__all__ = ["ask_to_sign_in", "pages", "resume_page"]
