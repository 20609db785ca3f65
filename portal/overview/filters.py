"""One filter for the whole pipeline, as it stands in the address: which calls, which states, from where on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.calls.models import Call
from portal.pilots.lifecycle import PilotState
from portal.proposals.lifecycle import ProposalState

S, P = ProposalState, PilotState
SEEN = (S.SUBMITTED, S.SUPPLEMENT, S.ELIGIBLE, S.IN_REVIEW, S.SELECTED, S.RESERVE, S.NOT_SELECTED, S.INELIGIBLE,
        S.WITHDRAWN, S.GIVEN_UP)
FUNNEL = (S.SUBMITTED, S.SUPPLEMENT, S.ELIGIBLE, S.IN_REVIEW, S.SELECTED, S.RESERVE)
PILOT_FUNNEL = (P.PREPARING, P.RUNNING, P.FINISHED)
VIEWS = ("table", "board")
KINDS = ("proposals", "pilots")


@dataclass(frozen=True)
class Filter:
    """What a reader chose. Unknown values fall back to everything: an address never breaks a page."""

    kind: str = "proposals"
    view: str = "table"
    call: str = ""
    state: str = ""
    category: str = ""
    late: bool = False
    after: int = 0

    def calls_in(self, calls: Iterable[Call]) -> list[Call]:
        """The chosen call, or all of them."""
        mine = list(calls)
        return [call for call in mine if call.code == self.call] or mine

    def states(self) -> tuple[str, ...]:
        """The chosen state, or every state a manager may know of (a draft is nobody's business but its company's)."""
        known: tuple[str, ...] = tuple(s.value for s in (SEEN if self.kind == "proposals" else P))
        return (self.state,) if self.state in known else known

    def with_(self, **changes: Any) -> dict[str, str]:
        """The address of the same filter with something changed; paging starts again."""
        changed = replace(self, **{"after": 0, **changes})
        default = Filter()
        chosen = {name: value for name, value in vars(changed).items() if value != getattr(default, name)}
        return {name: "1" if value is True else str(value) for name, value in chosen.items()}


def read_filter(args: Mapping[str, str]) -> Filter:
    """The filter in an address; anything odd is left out."""
    after = args.get("after", "")
    return Filter(
        kind=args.get("kind", "") if args.get("kind") in KINDS else "proposals",
        view=args.get("view", "") if args.get("view") in VIEWS else "table",
        call=args.get("call", "")[:80].replace("\0", ""), state=args.get("state", "")[:40].replace("\0", ""),
        category=args.get("category", "")[:80].replace("\0", ""), late=args.get("late") == "1",
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0)
