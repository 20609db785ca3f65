"""Who reviews what, shared out evenly: a pure plan from names and numbers, the same for the same seed."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

Pair = tuple[int, int]


@dataclass(frozen=True)
class Plan:
    """New pairs of (proposal, seat), the load of each seat with what it has already, and how many a proposal still lacks."""

    pairs: tuple[Pair, ...] = ()
    loads: Mapping[int, int] = field(default_factory=dict)
    short: Mapping[int, int] = field(default_factory=dict)


def share_out(proposals: Sequence[int], seats: Sequence[int], *, per_proposal: int | None = None, barred: Collection[Pair] = (),
              held: Collection[Pair] = (), seed: int = 0) -> Plan:
    """Give every proposal `per_proposal` of the seats (None: all of them), those with the least to do first.

    `held` pairs are there already and count; `barred` pairs (conflicts, earlier recusals) are never made. Proposals with the
    fewest possible seats choose first, so that conflicts do not leave them short; the seed decides what is otherwise equal.
    """
    barred, held = set(barred), set(held)
    wanted = len(seats) if per_proposal is None else min(per_proposal, len(seats))
    loads = {seat: sum(1 for _proposal, holder in held if holder == seat) for seat in seats}
    free = {proposal: [seat for seat in seats if (proposal, seat) not in barred | held] for proposal in proposals}
    has = {proposal: sum(1 for other, _seat in held if other == proposal) for proposal in proposals}
    pairs: list[Pair] = []
    short: dict[int, int] = {}
    for proposal in sorted(proposals, key=lambda each: (len(free[each]), _lot(seed, each))):
        missing = max(wanted - has[proposal], 0)
        chosen = sorted(free[proposal], key=lambda seat: (loads[seat], _lot(seed, proposal, seat)))[:missing]
        for seat in chosen:
            loads[seat] += 1
            pairs.append((proposal, seat))
        if len(chosen) < missing:
            short[proposal] = missing - len(chosen)
    return Plan(tuple(sorted(pairs)), loads, short)


def together(plans: Sequence[Plan]) -> Plan:
    """Plans of several bodies as one; no seat stands in two of them."""
    short = Counter[int]()
    for plan in plans:
        short.update(plan.short)
    loads = {seat: load for plan in plans for seat, load in plan.loads.items()}
    return Plan(tuple(sorted(pair for plan in plans for pair in plan.pairs)), loads, dict(short))


def _lot(seed: int, *names: int) -> str:
    """A lot that anybody can draw again."""
    return sha256(":".join(str(each) for each in (seed, *names)).encode()).hexdigest()
