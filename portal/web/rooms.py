"""The menu of each room: its pages, for those who have a key, with the one that is open marked."""

from typing import Any

from flask import request, url_for

from portal.foundation.i18n import _l

Entry = tuple[str, object, tuple[tuple[str, tuple[str, ...]], ...]]
RUNS = ("program", ("manager", "approver"))
MANAGES = ("program", ("manager",))
HOSTS = ("department", ("officer",))

MENUS: dict[str, tuple[Entry, ...]] = {
    "public": (("calls.index", _l("Calls"), ()), ("challenges.index", _l("Challenges"), ()),
               ("events.index", _l("Matching events"), ()), ("sites.index", _l("Testbed sites"), ()),
               ("partners.index", _l("Partner organizations"), ())),
    "apply": (
        ("mywork.index", _l("My work"), ()),
        ("pilots.index", _l("My pilots"), ()),
        ("interests.index", _l("My interests"), ()),
        ("events.mine", _l("My events"), ()),
        ("companies.index", _l("My companies"), ()),
    ),
    "review": (("reviews.queue", _l("My reviews"), ()),),
    "manage": (
        ("pipeline.index", _l("Pipeline"), (RUNS,)),
        ("calldesk.index", _l("Calls I run"), (RUNS,)),
        ("search.index", _l("Search"), (RUNS,)),
        ("pilots.manage_index", _l("Pilots"), (RUNS,)),
        ("pilots.hosted", _l("Pilots we host"), (HOSTS,)),
        ("challenges.desk", _l("Our challenges"), (HOSTS,)),
        ("matches.index", _l("Matches"), (MANAGES, HOSTS)),
        ("pool.index", _l("Pool"), (MANAGES, HOSTS)),
        ("events.desk", _l("Matching events"), (MANAGES, HOSTS)),
        ("events.follow_ups", _l("Follow-ups"), (MANAGES,)),
        ("sitings.queue", _l("Questions about our sites"), (HOSTS,)),
        ("sites.desk", _l("Testbed sites"), (("program", ("manager",)), HOSTS)),
        ("partners.desk", _l("Partner organizations"), (MANAGES,)),
    ),
    "partner": (
        ("partners.ours", _l("What we offer"), ()),
        ("offer_requests.queue", _l("Requests for our offers"), ()),
        ("events.desk", _l("Matching events"), ()),
    ),
    "admin": (
        ("accounts.people", _l("People"), ()),
        ("municipalities.index", _l("Municipalities and departments"), ()),
        ("programs.index", _l("Programs and who runs them"), ()),
        ("sites.desk", _l("Testbed sites"), ()),
        ("partners.desk", _l("Partner organizations"), ()),
    ),
}


def pages_of(room: str, person: Any) -> list[dict[str, object]]:
    """The menu of a room: label, address, and whether it is the page that is open."""
    return [{"label": label, "href": url_for(endpoint), "current": endpoint == request.endpoint}
            for endpoint, label, keys in MENUS.get(room, ()) if not keys or any(person.ids(on, *names) for on, names in keys)]
