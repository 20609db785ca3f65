"""The dates of a draft as a picture, as far as they can be read."""

from datetime import date
from typing import Any

from portal.calls.definition.document import CallDocument
from portal.calls.definition.stages import STEP_OF_KIND
from portal.foundation.i18n import _, locale
from portal.web.calls import point_of


def spine_of_draft(body: dict[str, Any]) -> list[dict[str, object]]:
    """The dates of a draft for the timeline, those that can be read; nothing while the heading cannot."""
    document, found = CallDocument.read(body)
    wrong = {problem.path for problem in found}
    if any(path.startswith(("call", "definition.timeline")) or path.endswith((".starts", ".ends", ".kind")) for path in wrong):
        return []
    head = body["call"]
    own = [stage for stage in body["definition"]["stages"] if stage.get("starts") and stage.get("ends")]
    told = {STEP_OF_KIND[stage["kind"]] for stage in own}
    points = [point_of(step["label"].get(locale()) or step["label"]["ko"], date.fromisoformat(step["start"]),
                       date.fromisoformat(step["start"] if step["key"] == "pilot" else step["end"]))
              for step in body["definition"]["timeline"] if step["key"] not in told]
    points += [point_of(stage["label"].get(locale()) or stage["label"]["ko"], date.fromisoformat(stage["starts"]),
                        date.fromisoformat(stage["ends"])) for stage in own]
    points.append(point_of(_("Intake"), date.fromisoformat(head["opens"][:10]), date.fromisoformat(head["closes"][:10])))
    return sorted(points, key=lambda point: (point["at"], point["until"] or point["at"]))
