"""Challenges: the public list and page, and the desk where departments write, post and end them."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.accounts.models import Department
from portal.demand import operations
from portal.demand.models import Challenge
from portal.demand.queries import challenges as queries
from portal.foundation.clock import in_seoul
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _, in_locale
from portal.foundation.policy import may
from portal.programs.fields import name_of_field
from portal.sites.queries import sites_of
from portal.web.forms.demand import ChallengeForm, NewChallengeForm, field_choices
from portal.web.reading import number_in, seen_version
from portal.web.security import public
from portal.web.session import me

pages = Blueprint("challenges", __name__)
pages.add_app_template_filter(name_of_field, "field_name")
Page = str | Response | tuple[str, int]
PAGE = 20
PAIRS = ("title", "problem", "measure", "data")
TONES = {"writing": "gray", "open": "success", "closed": "gray", "withdrawn": "gray"}


@pages.get("/challenges")
@public
def index() -> str:
    """Posted challenges; `?phase=closed` shows those that are over."""
    phase = request.args.get("phase", "open")
    phase = phase if phase in queries.PHASES else "open"
    after = number_in(request.args.get("after", "")) or 0
    found = queries.challenges_in_phase(phase, after=after, limit=PAGE + 1)
    return render_template(
        "challenges/index.html", challenges=found[:PAGE], phase=phase, tones=TONES,
        first=url_for(".index", phase=phase) if after else None,
        following=url_for(".index", phase=phase, after=found[PAGE - 1].id) if len(found) > PAGE else None)


@pages.get("/challenges/<int:challenge_id>")
@public
def show(challenge_id: int) -> str:
    """One challenge: the problem in figures, what is offered, how success is measured, and what resembles it."""
    challenge = queries.get_challenge(challenge_id, viewer=me())
    return render_template("challenges/show.html", challenge=challenge, tones=TONES, overlaps=queries.overlapping(challenge),
                           may_write=may(me(), "challenge.write", challenge), may_match=may(me(), "challenge.match", challenge))


@pages.get("/manage/challenges")
def desk() -> str:
    """The challenges of one's departments, newest first."""
    _departments()
    before = number_in(request.args.get("before", "")) or 0
    found = queries.challenges_of(me(), before=before, limit=PAGE + 1)
    return render_template(
        "challenges/desk.html", challenges=found[:PAGE], tones=TONES, first=url_for(".desk") if before else None,
        following=url_for(".desk", before=found[PAGE - 1].id) if len(found) > PAGE else None)


@pages.get("/manage/challenges/new")
def new() -> str:
    """The form of a challenge that is not here yet."""
    return _new_page(NewChallengeForm(formdata=None), _departments())


@pages.post("/manage/challenges/new")
def begin() -> Page:
    """Keep it as a draft."""
    departments, form = _departments(), NewChallengeForm()
    department = next((each for each in departments if str(each.id) == form.department.data), departments[0])
    with form.telling():
        challenge = operations.begin_challenge(department, form.data, by=me())
        flash(_("Saved. Nobody but your department sees it yet."))
        return redirect(url_for(".manage", challenge_id=challenge.id))
    return _new_page(form, departments), 422


@pages.get("/manage/challenges/<int:challenge_id>")
def manage(challenge_id: int) -> str:
    """What stands in it, what is missing, what resembles it, and what can be done now."""
    return _desk_of(queries.get_own_challenge(challenge_id, viewer=me()))


@pages.get("/manage/challenges/<int:challenge_id>/edit")
def edit(challenge_id: int) -> str:
    """The form to change it."""
    challenge = queries.get_own_challenge(challenge_id, viewer=me())
    return _edit_page(challenge, _filled(challenge))


@pages.post("/manage/challenges/<int:challenge_id>/edit")
def write(challenge_id: int) -> Page:
    """Change it."""
    challenge, form = queries.get_own_challenge(challenge_id, viewer=me()), ChallengeForm()
    try:
        operations.write_challenge(challenge, form.data, by=me(), seen=form.seen)
    except Invalid as invalid:
        form.take(invalid)
        return _edit_page(challenge, form), 422
    except (Refused, Stale) as refusal:
        form.version.data = str(challenge.version)
        return _edit_page(challenge, form, refusal.words), 409
    flash(_("Saved."))
    return redirect(url_for(".manage", challenge_id=challenge.id))


@pages.post("/manage/challenges/<int:challenge_id>/post")
def post(challenge_id: int) -> Page:
    """Show it to everyone."""
    return _move(challenge_id, lambda each: operations.post_challenge(each, by=me(), seen=seen_version()),
                 _("The challenge is posted. Everyone can read it now."))


@pages.post("/manage/challenges/<int:challenge_id>/close")
def close(challenge_id: int) -> Page:
    """End it before its day."""
    return _move(challenge_id, lambda each: operations.close_challenge(each, by=me(), seen=seen_version()),
                 _("The challenge is closed."))


@pages.post("/manage/challenges/<int:challenge_id>/withdraw")
def withdraw(challenge_id: int) -> Page:
    """Take it back, for a reason."""
    reason = request.form.get("reason", "")
    return _move(challenge_id, lambda each: operations.withdraw_challenge(each, reason, by=me(), seen=seen_version()),
                 _("The challenge is withdrawn."))


def _move(challenge_id: int, act: Callable[[Challenge], None], words: str) -> Page:
    challenge = queries.get_own_challenge(challenge_id, viewer=me())
    try:
        act(challenge)
    except Invalid as invalid:
        return _desk_of(challenge, errors=invalid.fields), 422
    except (Refused, Stale) as refusal:
        return _desk_of(challenge, refusal=refusal.words), 409
    flash(words)
    return redirect(url_for(".manage", challenge_id=challenge.id))


def _desk_of(challenge: Challenge, *, errors: dict[str, list[object]] | None = None, refusal: object = None) -> str:
    return render_template(
        "challenges/manage.html", challenge=challenge, tones=TONES, overlaps=queries.overlapping(challenge), refusal=refusal,
        error=(errors or {}).get("reason", [None])[0], typed=request.form.get("reason", "") if request.method == "POST" else "")


def _departments() -> list[Department]:
    """Those whose officer the reader is; for anybody else there is no such page."""
    found = queries.departments_of(me())
    if not found:
        raise Missing
    return found


def _new_page(form: NewChallengeForm, departments: list[Department]) -> str:
    form.department.choices = [(str(each.id), f"{in_locale(each.municipality.name)} {in_locale(each.name)}")
                               for each in departments]
    sites = [site for city in dict.fromkeys(each.municipality_id for each in departments) for site in sites_of(city)]
    _offer_choices(form, sites)
    return render_template("challenges/new.html", form=form)


def _edit_page(challenge: Challenge, form: ChallengeForm, refusal: object = None) -> str:
    _offer_choices(form, sites_of(challenge.department.municipality_id))
    return render_template("challenges/edit.html", challenge=challenge, form=form, refusal=refusal)


def _offer_choices(form: ChallengeForm, sites: list[object]) -> None:
    form.field.choices = field_choices()
    form.site_id.choices = [("", _("Nowhere in particular")), *((str(site.id), in_locale(site.name)) for site in sites)]


def _filled(challenge: Challenge) -> ChallengeForm:
    """The form with what is kept."""
    form = ChallengeForm(formdata=None, obj=challenge)
    for name in PAIRS:
        for half in ("ko", "en"):
            form[f"{name}_{half}"].data = getattr(challenge, name).get(half, "")
    form.site_id.data = str(challenge.site_id or "")
    form.closes_on.data = in_seoul(challenge.closes_at).date().isoformat() if challenge.closes_at else ""
    return form
