"""The scoring rule of a draft in words, and invented proposals run through it, so that an officer sees what it does."""

from fractions import Fraction
from typing import Any

from portal.calls.definition.document import CallDocument
from portal.decisions.words import rule_in_words, tie_label
from portal.foundation.i18n import _, _l, locale
from portal.reviews.scoring.example import ExampleLine, GivenTotal, WorkedExample, worked_example
from portal.reviews.scoring.numbers import score4, text2
from portal.reviews.sheet import plain

AWARDS, RESERVE = 2, 1
WHY = {
    "too_few_scores": _l("not enough sheets"), "failed_check": _l("did not pass a check"),
    "below_threshold": _l("below the least points"),
    "within_places": _l("within the places"), "beyond_places": _l("beyond the places"),
    "all_above": _l("reaches the least points"), "tie_unbroken": _l("tied, and no rule decides"),
}
DROPPED = {"high": _l("highest, dropped"), "low": _l("lowest, dropped")}


def example_of(body: dict[str, Any]) -> dict[str, Any] | None:
    """What the page draws: the rule in words and a row for each proposal; None while the draft cannot be read."""
    document, found = CallDocument.read(body)
    if found:
        return None
    definition = document.definition
    stage = definition.last_stage
    example = worked_example(definition.scoring, stage, awards=AWARDS, reserve=RESERVE,
                             deductions=[each.points for each in definition.deductions or ()],
                             earlier=[each.weight for each in definition.stages[:-1] if each.weight],
                             checks=any(each.gates for each in definition.stages))
    places = definition.scoring.display_places
    counted = [(each.label.in_(locale()), each.weight) for each in definition.stages if each.weight]
    return {"words": rule_in_words(definition, stage.key), "awards": AWARDS, "reserve": RESERVE,
            "proposals": len(example.lines), "counted": counted if counted[:-1] or not stage.weight else [],
            "rows": [_row(line, example, places, stage) for line in example.lines]}


def _row(line: ExampleLine, example: WorkedExample, places: int, stage: Any) -> dict[str, Any]:
    final = line.final
    means = [*line.earlier, *([line.result.mean] if stage.weight else [])]
    return {
        "name": line.name, "totals": [_total(each, example, line.name) for each in line.totals],
        "mean": _shown(line.result.mean, places), "means": [_shown(mean, places) for mean in means],
        "weighted": text2(final.mean4, places) if final else "–", "claimed": line.claimed,
        "deducted": final.deductions4 if final else 0,
        "bonus": text2(final.bonus4, places) if final else "–", "taken": text2(final.deductions4, places) if final else "",
        "final": text2(final.final4, places) if final else "–", "rank": line.rank or "–", "why": _why(line, stage),
    }


def _total(given: GivenTotal, example: WorkedExample, name: str) -> dict[str, Any]:
    notes = [DROPPED[given.dropped]] if given.dropped else []
    notes += [_("raised to the lowest allowed")] if given.raised else []
    notes += [_("far from the others") for each in example.outliers if (each.proposal, each.reviewer) == (name, given.reviewer)]
    return {"points": plain(given.total), "dropped": bool(given.dropped), "notes": notes}


def _why(line: ExampleLine, stage: Any) -> list[object]:
    said: list[object] = [WHY[line.why]]
    if line.reserve:
        said.append(_("on the reserve list, %(place)s", place=line.reserve))
    rule = line.lost_by or line.won_by
    if rule and line.why != "tie_unbroken":
        said.append(_("equal scores; decided by: %(rule)s", rule=tie_label(rule, stage)))
    return said


def _shown(value: Fraction | None, places: int) -> str:
    return "–" if value is None else text2(score4(value), places)
