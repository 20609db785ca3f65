"""The city's desk: the partners one tends, a new one, and one of them with its relation, offers, people and history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from portal.accounts.queries import holders_of, open_invitations_to
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from portal.foundation.i18n import _, _l
from portal.partners import operations
from portal.partners.kinds import KINDS
from portal.partners.lifecycle import PARTNER
from portal.partners.models import Partner
from portal.partners.operations.describing import WITH_DAYS
from portal.partners.queries import relations
from portal.partners.queries.offers import offers_of
from portal.proposals.queries import names_of
from portal.web.forms.partners import (
    AgreedPartnerForm,
    AgreementForm,
    NewPartnerForm,
    PartnerForm,
    StaffForm,
    kept_days,
    kept_partner,
)
from portal.web.partners.blueprint import PHASES, TONES, Page, pages
from portal.web.reading import seen_version
from portal.web.session import me

SHOWN = 30
AT = "/manage/partners/<code>"
DONE = {
    "create": _l("Written down"), "edit": _l("Changed"), "talk": _l("Talks began"), "agree": _l("Agreed"), "end": _l("Ended"),
    "decline": _l("Nothing came of it"), "invite": _l("Someone was invited"),
    "withdraw_invitation": _l("An invitation was withdrawn"), "remove_person": _l("Someone was removed"),
}


@dataclass
class Returned:
    """What stands in the forms of a partner's page when one of them was refused, and why."""

    agreement: AgreementForm | None = None
    staff: StaffForm | None = None
    reasons: Mapping[str, tuple[str, object]] = field(default_factory=dict)
    refusal: object = None


@pages.get("/manage/partners")
def desk() -> Page:
    """The partners one tends; `?state=` shows those in one state."""
    _cities()
    state, after = (request.args.get(name, "")[:60].replace("\0", "") for name in ("state", "after"))
    state = state if state in set(PARTNER.states) else ""
    rows = relations.partners_tended_by(me(), state=state, after=after, limit=SHOWN + 1)
    here = {"state": state} if state else {}
    return render_template(
        "partners/desk.html", rows=rows[:SHOWN], offers=relations.numbers_of_offers(rows[:SHOWN]), state=state, tones=TONES,
        states=PARTNER.labels, first=url_for(".desk", **here) if after else None,
        following=url_for(".desk", **here, after=rows[SHOWN - 1].code) if len(rows) > SHOWN else None)


@pages.route("/manage/partners/new", methods=["GET", "POST"])
def new() -> Page:
    """A partner that is only proposed."""
    cities = _cities()
    form, status = NewPartnerForm().offer_to(cities), 200
    with form.telling():
        if form.is_submitted():
            status = 422
            if form.validate():
                partner = operations.create_partner(form.data, cities, by=me())
                flash(_("Saved. Nobody outside sees it before there is an agreement."))
                return redirect(url_for(".manage", code=partner.code))
    return render_template("partners/new.html", form=form), status


@pages.get(AT)
def manage(code: str) -> str:
    """Where the relation stands and what can be done, offers, people, history."""
    return page_of(tended(code))


@pages.route(f"{AT}/edit", methods=["GET", "POST"])
def edit(code: str) -> Page:
    """Describe it anew."""
    partner = tended(code)
    kind = AgreedPartnerForm if partner.state in WITH_DAYS else PartnerForm
    form, status, refusal = kind(formdata=None, data=kept_partner(partner)).offer(), 200, None
    if request.method == "POST":
        form = kind().offer()
        try:
            form.validate()
            operations.edit_partner(partner, form.data, by=me(), seen=form.seen)
        except Invalid as invalid:
            form.take(invalid)
            status = 422
        except Stale as stale:
            form.version.data, status, refusal = str(partner.version), 409, stale.words
        else:
            flash(_("Saved."))
            return redirect(url_for(".manage", code=code))
    return render_template("partners/edit.html", partner=partner, form=form, refusal=refusal), status


@pages.post(f"{AT}/talk")
def talk(code: str) -> Page:
    """Begin to talk."""
    return _act(code, lambda partner: operations.talk_to_partner(partner, by=me(), seen=seen_version()),
                _("It is recorded that you are in talks."), Returned())


@pages.post(f"{AT}/agree")
def agree(code: str) -> Page:
    """Record the agreement with its days."""
    form = AgreementForm()
    return _act(code, lambda partner: operations.agree_with_partner(partner, form.data, by=me(), seen=form.seen),
                _("The agreement is recorded. Everyone can see the partner and what it offers now."), Returned(agreement=form))


@pages.post(f"{AT}/end")
def end(code: str) -> Page:
    """End the agreement, for a reason."""
    return _act_with_reason(code, "end", operations.end_partner,
                            _("The agreement is ended. Companies no longer see this partner."))


@pages.post(f"{AT}/decline")
def decline(code: str) -> Page:
    """Record why nothing came of it."""
    return _act_with_reason(code, "decline", operations.decline_partner, _("It is recorded, with your reason."))


def _act_with_reason(code: str, verb: str, act: Callable[..., None], words: str) -> Page:
    reason = request.form.get("reason", "")
    return _act(code, lambda partner: act(partner, reason, by=me(), seen=seen_version()), words,
                Returned(reasons={verb: (reason, None)}))


def _act(code: str, act: Callable[[Partner], None], words: str, returned: Returned) -> Page:
    partner = tended(code)
    try:
        act(partner)
    except Invalid as invalid:
        if returned.agreement:
            returned.agreement.take(invalid)
        returned.reasons = {verb: (reason, invalid.fields["reason"][0]) for verb, (reason, _none) in returned.reasons.items()}
        return page_of(partner, returned), 422
    except (Refused, Stale) as refusal:
        returned.refusal = refusal.words
        if returned.agreement:
            returned.agreement.version.data = str(partner.version)
        return page_of(partner, returned), 409
    flash(words)
    return redirect(url_for(".manage", code=code))


def tended(code: str) -> Partner:
    """A partner that the reader tends. Raises Missing."""
    return relations.get_tended_partner(code, viewer=me())


def page_of(partner: Partner, returned: Returned | None = None) -> str:
    """The desk of one partner; a form that was refused comes back as it was returned."""
    returned = returned or Returned()
    entries = history_of(partner)
    more: dict[str, Any] = {
        "agreement": returned.agreement or AgreementForm(formdata=None, data=kept_days(partner)),
        "staff": returned.staff or StaffForm(formdata=None)}
    return render_template(
        "partners/manage.html", partner=partner, tones=TONES, offers_of_it=offers_of(partner)[partner.id],
        offers_now=PARTNER.offers(partner, me()), kinds=KINDS, phases=PHASES,
        people=holders_of(("staff",), "partner", partner.id), waiting=open_invitations_to("partner", partner.id),
        entries=entries, done=DONE, names=names_of(entry.actor_id for entry in entries), returned=returned, **more)


def _cities() -> list[Any]:
    """The municipalities whose relations the reader tends; whoever has none need not know of these pages."""
    found = relations.municipalities_to_tend(me())
    if not found and not me().has("administrator", "portal"):
        raise Missing
    return found
