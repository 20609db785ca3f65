"""What follows selection: the money, the dated steps of the call, milestones with installments, and KPI templates."""

from dataclasses import dataclass
from datetime import date

from portal.calls.definition.problems import N_
from portal.calls.definition.shapes import Day, Findings, Key, Many, OneOf, Record, Whole, Words, is_a
from portal.calls.definition.texts import Text

WON = 10**13
STEPS = ("announced", "eligibility_check", "document_review", "document_result", "site_visit", "presentation",
         "legal_review", "committee", "result", "objection", "agreement", "pilot")
OWNERS = ("applicant", "demand_department", "panel", "partner", "program_manager")
APPROVERS = ("program_manager", "demand_department", "panel", "head_of_city")


@dataclass(frozen=True)
class CostCategory:
    """A kind of cost (비목)."""

    code: str = is_a(Key())
    label: Text = is_a(Words())


def _one_grant_fits_the_total(budget: "Budget") -> Findings:
    if budget.max_grant > budget.total:
        yield "max_grant", N_("One grant cannot be larger than the whole budget."), {}


@dataclass(frozen=True)
class Budget:
    """Won throughout. `self_min_pct` is of the total cost, `self_cash_min_pct_of_self` of the applicant's own part."""

    total: int = is_a(Whole(0, WON))
    max_grant: int = is_a(Whole(0, WON))
    max_awards: int = is_a(Whole(1, 10_000))
    self_min_pct: int = is_a(Whole(0, 100))
    self_cash_min_pct_of_self: int = is_a(Whole(0, 100))
    categories: tuple[CostCategory, ...] = is_a(Many(Record(CostCategory), unique="code", least=1))

    CHECKS = (_one_grant_fits_the_total,)


def _ends_after_it_starts(step: "Step") -> Findings:
    if step.end < step.start:
        yield "end", N_("This step ends before it starts."), {}


@dataclass(frozen=True)
class Step:
    """A dated step of the call, first and last day included, in Seoul; one day has the same start and end."""

    key: str = is_a(OneOf(STEPS))
    label: Text = is_a(Words())
    start: date = is_a(Day())
    end: date = is_a(Day())

    CHECKS = (_ends_after_it_starts,)


def _days_or_years(due: "Due") -> Findings:
    if (due.days is None) == (due.years is None):
        yield "", N_("Give either days or years."), {}


@dataclass(frozen=True)
class Due:
    """When a milestone is due, counted from the day of the agreement: in days, or in years for follow-up."""

    days: int | None = is_a(Whole(0, 3660), default=None)
    years: int | None = is_a(Whole(1, 10), default=None)

    CHECKS = (_days_or_years,)


@dataclass(frozen=True)
class Milestone:
    """A step of the pilot with its deliverable; `payment_pct` of the grant is paid when it is approved."""

    key: str = is_a(Key())
    label: Text = is_a(Words())
    due: Due = is_a(Record(Due))
    owner: str = is_a(OneOf(OWNERS))
    deliverable: Text = is_a(Words())
    payment_pct: int = is_a(Whole(0, 100))
    approver: str = is_a(OneOf(APPROVERS))


@dataclass(frozen=True)
class KpiTemplate:
    """A KPI that applicants may start from; name, unit and method are in both languages."""

    name: Text = is_a(Words())
    unit: Text = is_a(Words())
    direction: str = is_a(OneOf(("up", "down")))
    method: Text = is_a(Words())


@dataclass(frozen=True)
class Notice:
    """The prose of the announcement; may be empty while a call is drafted, not when it is published."""

    aim: Text = is_a(Words(blank=True))
    support: Text = is_a(Words(blank=True))
    how_to_apply: Text = is_a(Words(blank=True))
    procedure: Text = is_a(Words(blank=True))
    contact: Text = is_a(Words(blank=True))
