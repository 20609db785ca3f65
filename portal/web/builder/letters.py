"""The letters of a draft as a company would get them: what every letter says, then the city's own words, filled in."""

from typing import Any

from portal.calls.definition.document import CallDocument
from portal.calls.definition.letters import LETTERS, own_words
from portal.calls.drafts.words import CHOICES
from portal.foundation.clock import in_seoul, now
from portal.foundation.i18n import in_locale, locale
from portal.foundation.outbox import OWN_WORDS, Letter
from portal.jobs.letters import compose

COMPANY = {"ko": "㈜보듬걸음(가상)", "en": "Bodeum Walk (fictional)"}
TITLE = {"ko": "보도 배달로봇 실증", "en": "Delivery robots on footpaths"}


def sample_letters(body: dict[str, Any]) -> list[tuple[object, str, str]] | None:
    """Each letter to which the draft adds words: its name, subject and text in the reader's language, for an invented company;
    None while the draft cannot be read."""
    document, found = CallDocument.read(body)
    if found:
        return None
    values = {"company": COMPANY, "title": in_locale(TITLE), "number": "DEMO-0001", "call": body["call"]["title"]}
    shown = []
    for each in document.definition.letters or ():
        if each.where in LETTERS:
            message = _written(each.where, {**_facts(document, values), OWN_WORDS: own_words([each], each.where, values)})
            shown.append((CHOICES["OwnWords", "where"][each.where], str(message["Subject"]),
                          message.get_body(("plain",)).get_content()))
    return shown


def _written(where: str, context: dict[str, Any]) -> Any:
    template = where
    if where == "result_released":
        template, context["call"] = "was_selected", in_locale(context["call"])
    return compose(Letter(id=0, template=template, locale=locale(), to_email="owner@company.example", context=context,
                          created_at=now()))


def _facts(document: Any, values: dict[str, Any]) -> dict[str, Any]:
    """What the templates ask for, invented where the draft does not say it."""
    definition, moment = document.definition, f"{in_seoul(now()):%Y.%m.%d %H:%M:%S}"
    return {**values, "id": 0, "receipt": "DEMO-0001-1", "submission": 1, "received_at": moment, "due": moment,
            "closes_at": f"{in_seoul(document.call.closes):%Y.%m.%d %H:%M:%S}", "message": "…",
            "asked": [definition.questions[0].label.body()],
            "failed": [{"label": gate.label.body(), "reason": "…"} for gate in definition.gates[:1]],
            "stage": definition.last_stage.label.in_(locale()), "code": "DEMO", "path": "/apply",
            "starts": moment[:10], "ends": moment[:10]}
