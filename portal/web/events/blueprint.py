"""Where the pages of events hang, and how their times are written."""

from datetime import datetime

from flask import Blueprint

from portal.events.typed import as_typed
from portal.foundation.clock import in_seoul

pages = Blueprint("events", __name__)
pages.add_app_template_filter(as_typed, "as_typed")


@pages.app_template_filter("hour")
def hour(moment: datetime | None) -> str:
    """14:00 by Seoul's clock."""
    return f"{in_seoul(moment):%H:%M}" if moment else ""
