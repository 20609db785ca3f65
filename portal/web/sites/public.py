"""What anyone may read of sites: the catalog, one site with its conditions, its pictures."""

from typing import Any

from flask import Response, current_app, render_template, request, url_for

from portal.foundation.clock import today
from portal.foundation.i18n import _, in_locale
from portal.foundation.policy import may
from portal.sites import queries
from portal.sites.kinds import KINDS, NETWORKS
from portal.sites.queries import Wanted
from portal.web.files import show as show_file
from portal.web.security import public
from portal.web.session import me
from portal.web.sites.blueprint import pages
from portal.web.sites.drawing import PROVINCES, picture_of

SHOWN = 30


@pages.get("/sites")
@public
def index() -> str:
    """The sites one looks for, as a list or (`?view=map`) on a map; the filter stands in the address."""
    if request.args.get("view") == "map":
        return _map()
    wanted, after = _wanted(), _plain("after")
    rows, chosen = queries.sites_wanted(wanted, after=after, limit=SHOWN + 1), _chosen(wanted)
    return render_template(
        "sites/index.html", **_filter(wanted), rows=rows[:SHOWN],
        following=url_for("sites.index", **chosen, after=rows[SHOWN - 1].code) if len(rows) > SHOWN else None,
        first=url_for("sites.index", **chosen) if after else None)


def _map() -> str:
    """The same sites where they are; those without a position are counted."""
    wanted = _wanted()
    sites, unplaced = queries.sites_on_the_map(wanted)
    return render_template(
        "sites/map.html", **_filter(wanted), picture=picture_of(sites), shown=len(sites), unplaced=unplaced,
        provinces=PROVINCES, tiles=current_app.config["MAP_TILES_URL"], attribution=current_app.config["MAP_TILES_ATTRIBUTION"])


@pages.get("/sites/<code>")
@public
def show(code: str) -> str:
    """One site: pictures, what it offers and demands, when it is closed."""
    site = queries.get_site(code)
    return render_template(
        "sites/show.html", site=site, kinds=KINDS, networks=NETWORKS, may_edit=may(me(), "site.edit", site),
        closed=[each for each in site.blackouts if each.ends_on >= today()])


@pages.get("/sites/<code>/photos/<int:photo_id>")
@public
def photo(code: str, photo_id: int) -> Response:
    """One picture."""
    return show_file(queries.get_photo(code, photo_id).file)


def _plain(name: str) -> str:
    return request.args.get(name, "")[:40].replace("\0", "")


def _wanted() -> Wanted:
    kind, network = _plain("kind"), _plain("network")
    return Wanted(
        municipality=_plain("municipality"), kind=kind if kind in KINDS else "", network=network if network in NETWORKS else "",
        power=request.args.get("power") == "1", video=request.args.get("video") == "1")


def _chosen(wanted: Wanted) -> dict[str, str]:
    """The filter and the view as they stand in the address."""
    given = {name: "1" if value is True else value for name, value in vars(wanted).items() if value}
    return given | ({"view": "map"} if request.args.get("view") == "map" else {})


def _filter(wanted: Wanted) -> dict[str, Any]:
    """What the filter shows: its choices, and what is filtered now, each with the address without it."""
    cities, chosen = queries.municipalities_with_sites(), _chosen(wanted)
    words = {"municipality": {city.code: in_locale(city.name) for city in cities}, "kind": KINDS, "network": NETWORKS,
             "power": {"1": _("With power")}, "video": {"1": _("Video allowed")}}
    active = [(words[name].get(value, value), url_for("sites.index", **{k: v for k, v in chosen.items() if k != name}))
              for name, value in chosen.items() if name != "view"]
    plain = {name: value for name, value in chosen.items() if name != "view"}
    return {"cities": cities, "kinds": KINDS, "networks": NETWORKS, "wanted": wanted, "chosen": plain, "active": active}
