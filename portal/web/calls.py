"""Public pages of calls: the list by phase and one call with everything a company must know before it applies."""

from io import BytesIO

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for

from portal.calls import queries
from portal.calls.answers.self_checks import checks_for, outcome_of
from portal.calls.blank_form import blank_form
from portal.calls.definition import Step
from portal.calls.definition.stages import STEP_OF_KIND
from portal.calls.drafts.changes import changes_between
from portal.calls.models import Call
from portal.foundation.clock import in_seoul, today
from portal.foundation.errors import Missing
from portal.foundation.i18n import _, locale
from portal.foundation.policy import may
from portal.foundation.printing import MIMES, printed
from portal.partners.models import Offer
from portal.partners.queries.choosing import offers_to_choose
from portal.sites.queries import sites_of
from portal.web.filters import day
from portal.web.security import public
from portal.web.session import me

pages = Blueprint("calls", __name__, url_prefix="/calls")
PAGE = 20
Page = str | Response | tuple[str, int]


@pages.get("")
@public
def index() -> str:
    """Calls that are open, opening soon or closed; `?phase=` and `?after=` (code of the last call seen)."""
    phase = request.args.get("phase", "open")
    phase = phase if phase in queries.PHASES else "open"
    after = request.args.get("after", "")[:80].replace("\0", "")
    found = queries.calls_in_phase(phase, viewer=me(), after=after, limit=PAGE + 1)
    return render_template("calls/index.html", phase=phase, calls=found[:PAGE], more=len(found) > PAGE)


@pages.get("/<code>")
@public
def show(code: str) -> str:
    """One call: aim, support, who may apply, dates, criteria with weights, documents, sites, how to apply."""
    call = queries.get_call(code, viewer=me())
    return render_template("calls/show.html", call=call, definition=call.definition, spine=spine_of(call),
                           sites=sites_of(call.program.municipality_id), changed=call.edition_number > 1)


@pages.get("/<code>/form.<kind>")
@public
def blank(code: str, kind: str) -> Response:
    """The form of a call to write on offline, as "pdf" or "docx", in the reader's language."""
    if kind not in MIMES:
        raise Missing
    call = queries.get_call(code, viewer=me())
    made = printed(blank_form(call, sites_of(call.program.municipality_id), _offers(call)), kind, locale())
    return send_file(BytesIO(made), mimetype=MIMES[kind], as_attachment=True, download_name=f"{call.code}-{locale()}.{kind}")


def _offers(call: Call) -> list[Offer]:
    asked = call.definition.question_of("offers")
    return offers_to_choose(call.program.municipality_id) if asked else []


@pages.get("/<code>/self-check")
@public
def self_check(code: str) -> Page:
    """Yes-or-no questions before the form and what the answers mean; everything stands in the address, nothing is stored."""
    call = queries.get_call(code, viewer=me())
    definition = call.definition
    track = definition.find_track(request.args.get("track"))
    checks = checks_for(definition, track.key if track else None)
    if not definition.self_check:
        return redirect(url_for("calls.show", code=code))
    answers = {check.key: request.args.get(f"q-{check.key}", "") for check in checks}
    outcome, errors = None, {}
    if "done" in request.args and (track or not definition.tracks):
        outcome = outcome_of(definition, answers, track.key if track else None)
        errors = {check.key: _("Say yes or no.") for check in outcome.unanswered}
    page = render_template(
        "calls/self_check.html", call=call, definition=definition, track=track, checks=checks, answers=answers, errors=errors,
        outcome=None if errors else outcome,
        summary=[(f"q-{check.key}", errors[check.key], check.question.in_(locale()))
                 for check in checks if check.key in errors])
    return (page, 422) if errors else page


def spine_of(call: Call) -> list[dict[str, object]]:
    """The call's dates in order, for the timeline macro: the announcement, the intake, every step after it, and stages with
    days of their own."""
    opens, closes = in_seoul(call.opens_at).date(), in_seoul(call.closes_at).date()
    own = [stage for stage in call.definition.stages if stage.starts]
    told = {STEP_OF_KIND[stage.kind] for stage in own}  # a stage's own days stand instead of the step of its kind
    points = [_long(step) if step.key == "pilot" else point_of(step.label.in_(locale()), step.start, step.end)
              for step in call.definition.timeline if step.key not in told]
    points += [point_of(stage.label.in_(locale()), stage.starts, stage.ends) for stage in own]
    points.append(point_of(_("Intake"), opens, closes))
    return sorted(points, key=lambda point: (point["at"], point["until"] or point["at"]))


def _long(step: Step) -> dict[str, object]:
    """The months of the pilots would squeeze all other dates, so only the first day is drawn; the last stands in words."""
    return {**point_of(step.label.in_(locale()), step.start, step.start), "note": _("until %(day)s", day=day(step.end))}


def point_of(label: str, start: object, end: object) -> dict[str, object]:
    """One point of the timeline: done, now or to come."""
    state = "done" if end < today() else "current" if start <= today() else "next"  # type: ignore[operator]
    return {"label": label, "at": start, "until": end if end != start else None, "state": state}


@pages.get("/<code>/changes")
@public
def changes(code: str) -> str:
    """What was changed after the announcement, newest first: when, why, what, and who approved it."""
    call = queries.get_call(code, viewer=me())
    done = [(revision, changes_between(revision.former, revision.body))
            for revision in queries.revisions_in_force(call, viewer=me())]
    return render_template("calls/changes.html", call=call, done=done, oversees=may(me(), "call.oversee", call))
