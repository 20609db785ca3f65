"""What partners offer, tended from two rooms: the city's, and the partner's own."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for

from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _
from portal.partners import operations
from portal.partners.kinds import KINDS
from portal.partners.models import Offer, Partner
from portal.partners.queries import offers, relations
from portal.web.forms.partners import OfferForm, kept_offer
from portal.web.partners.blueprint import PHASES, TONES, Page, in_both_rooms, pages
from portal.web.reading import seen_version
from portal.web.session import me

PARTNERS = {"manage": relations.get_tended_partner, "partner": relations.get_own_partner}
OFFERS = {"manage": offers.get_tended_offer, "partner": offers.get_own_offer}


@pages.get("/partner")
def ours() -> str:
    """The partners for which the reader works, with what each offers."""
    mine = relations.partners_worked_for_by(me())
    if not mine:
        raise Missing
    return render_template("partners/ours.html", partners=mine, offers=offers.offers_of(*mine), kinds=KINDS, tones=TONES,
                           phases=PHASES)


@in_both_rooms("/partners/<code>/offers/new", "new_offer", "GET", "POST")
def new_offer(room: str, code: str) -> Page:
    """Something more that a partner gives."""
    partner = PARTNERS[room](code, viewer=me())
    form, status = OfferForm().offer(), 200
    with form.telling():
        if form.is_submitted():
            status = 422
            if form.validate():
                operations.create_offer(partner, form.data, by=me())
                flash(_("Saved. Companies see it from its first day on.") if partner.is_agreed
                      else _("Saved. Companies see it once there is an agreement."))
                return redirect(_back_to(partner, room))
    return _page("new", partner, form), status


@in_both_rooms("/offers/<int:offer_id>", "edit_offer", "GET", "POST")
def edit_offer(room: str, offer_id: int) -> Page:
    """One offer: how many slots are given, and its words, days and slots to change."""
    offer = OFFERS[room](offer_id, viewer=me())
    form, status, refusal = OfferForm(formdata=None, data=kept_offer(offer)).offer(), 200, None
    if request.method == "POST":
        form = OfferForm().offer()
        try:
            form.validate()
            operations.edit_offer(offer, form.data, by=me(), seen=form.seen)
        except Invalid as invalid:
            form.take(invalid)
            status = 422
        except (Refused, Stale) as refused:
            form.version.data, status, refusal = str(offer.version), 409, refused.words
        else:
            flash(_("Saved."))
            return redirect(_back_to(offer.partner, room))
    return _page("edit", offer.partner, form, offer=offer, refusal=refusal, is_typed=status != 200), status


@in_both_rooms("/offers/<int:offer_id>/withdraw", "withdraw_offer", "POST")
def withdraw_offer(room: str, offer_id: int) -> Page:
    """Offer it to nobody else."""
    return _move(room, offer_id, operations.withdraw_offer, _("The offer is withdrawn. Slots that are given stay given."))


@in_both_rooms("/offers/<int:offer_id>/show-again", "show_offer_again", "POST")
def show_offer_again(room: str, offer_id: int) -> Page:
    """Offer it once more."""
    return _move(room, offer_id, operations.show_offer_again, _("It is offered again."))


def _move(room: str, offer_id: int, act: Callable[..., None], words: str) -> Page:
    offer = OFFERS[room](offer_id, viewer=me())
    try:
        act(offer, by=me(), seen=seen_version())
    except (Refused, Stale) as refused:
        form = OfferForm(formdata=None, data=kept_offer(offer)).offer()
        return _page("edit", offer.partner, form, offer=offer, refusal=refused.words), 409
    flash(words)
    return redirect(_back_to(offer.partner, room))


def _page(name: str, partner: Partner, form: OfferForm, *, offer: Offer | None = None, refusal: object = None,
          is_typed: bool = False) -> str:
    return render_template(f"partners/{name}_offer.html", partner=partner, offer=offer, form=form, refusal=refusal, kinds=KINDS,
                           tones=PHASES, is_typed=is_typed)


def _back_to(partner: Partner, room: str) -> str:
    return url_for(".manage", code=partner.code) + "#offers" if room == "manage" else url_for(".ours")
