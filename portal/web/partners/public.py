"""What anyone may read: the partners with whom an agreement holds, what they offer now or soon, the same list to print."""

from io import BytesIO

from flask import Response, render_template, request, send_file, url_for

from portal.foundation.errors import Missing
from portal.foundation.i18n import in_locale
from portal.foundation.policy import may
from portal.foundation.printing import MIMES, printed
from portal.partners.kinds import KINDS
from portal.partners.leaflet import leaflet
from portal.partners.queries import shown
from portal.web.partners.blueprint import PHASES, pages
from portal.web.security import public
from portal.web.session import me

SHOWN = 20


@pages.get("/partners")
@public
def index() -> str:
    """The partners of all cities or (`?municipality=` its code) of one."""
    city, after = (request.args.get(name, "")[:60].replace("\0", "") for name in ("municipality", "after"))
    partners, cities = shown.agreed_partners(city, after=after, limit=SHOWN + 1), shown.municipalities_with_partners()
    here = {"municipality": city} if city else {}
    return render_template(
        "partners/index.html", partners=partners[:SHOWN], offers=shown.offers_now_of(*partners[:SHOWN]),
        kinds=KINDS, tones=PHASES, cities=cities, chosen=next((each for each in cities if each.code == city), None), city=city,
        first=url_for(".index", **here) if after else None,
        following=url_for(".index", **here, after=partners[SHOWN - 1].code) if len(partners) > SHOWN else None)


@pages.get("/partners/<code>")
@public
def show(code: str) -> str:
    """One partner and what it offers."""
    partner = shown.get_agreed_partner(code)
    return render_template("partners/show.html", partner=partner, offers=shown.offers_now_of(partner)[partner.id], kinds=KINDS,
                           tones=PHASES, may_edit=may(me(), "partner.edit", partner))


@pages.get("/partners/list/<city>.pdf")
@public
def printable(city: str) -> Response:
    """The partners of one municipality, how they support companies and what is free, in both languages."""
    partners = shown.agreed_partners(city, limit=None)
    if not partners:
        raise Missing
    made = printed(leaflet(partners, shown.offers_now_of(*partners)), "pdf", "ko")
    name = f"{in_locale(partners[0].municipality.name)}_{city}.pdf"
    return send_file(BytesIO(made), mimetype=MIMES["pdf"], as_attachment=True, download_name=name)
