"""Names of what follows selection: budget, dated steps, milestones with installments, performance indicators."""

from portal.foundation.i18n import _l

FIELDS: dict[tuple[str, str], tuple[object, object | None]] = {
    ("Definition", "timeline"): (_l("Steps with dates"), _l("Announcement and intake are drawn by themselves.")),
    ("Step", "key"): (_l("Step"), None),
    ("Step", "label"): (_l("Its name on the page"), None),
    ("Step", "start"): (_l("First day of the step"), None),
    ("Step", "end"): (_l("Last day of the step"), None),
    ("Definition", "budget"): (_l("Budget"), None),
    ("Budget", "total"): (_l("Total budget (won)"), None),
    ("Budget", "max_grant"): (_l("Most per pilot (won)"), None),
    ("Budget", "max_awards"): (_l("Pilots to be selected"), None),
    ("Budget", "self_min_pct"): (_l("Least own share (percent of the total cost)"), None),
    ("Budget", "self_cash_min_pct_of_self"): (_l("Least cash in the own share (%)"), None),
    ("Budget", "categories"): (_l("Cost categories"), None),
    ("CostCategory", "code"): (_l("Key"), None),
    ("CostCategory", "label"): (_l("Cost category"), None),
    ("Definition", "pilot_months"): (_l("Length of a pilot (months)"), None),
    ("Definition", "milestones"): (_l("Milestones and installments"), _l("The installments total 100 %.")),
    ("Milestone", "key"): (_l("Key"), None),
    ("Milestone", "label"): (_l("Name of the milestone"), None),
    ("Milestone", "due"): (_l("When it is due, from the day of the agreement"), _l("Either days or years.")),
    ("Milestone", "owner"): (_l("Who does it"), None),
    ("Milestone", "deliverable"): (_l("What is handed in"), None),
    ("Milestone", "payment_pct"): (_l("Share of the grant paid on acceptance (%)"), None),
    ("Milestone", "approver"): (_l("Who accepts it"), None),
    ("Due", "days"): (_l("After so many days"), None),
    ("Due", "years"): (_l("After so many years"), None),
    ("Definition", "kpi_templates"): (_l("Performance indicators to start from"), None),
    ("KpiTemplate", "name"): (_l("Indicator"), None),
    ("KpiTemplate", "unit"): (_l("Unit"), None),
    ("KpiTemplate", "direction"): (_l("Better is"), None),
    ("KpiTemplate", "method"): (_l("How it is measured"), None),
}

PEOPLE = {"applicant": _l("the company"), "demand_department": _l("the department of the site"), "panel": _l("the panel"),
          "partner": _l("the partner"), "program_manager": _l("the program manager")}

CHOICES: dict[tuple[str, str], dict[str, object]] = {
    ("Step", "key"): {
        "announced": _l("announcement"), "eligibility_check": _l("check of eligibility"),
        "document_review": _l("document review"),
        "document_result": _l("result of the document review"), "site_visit": _l("site visit"),
        "presentation": _l("presentation or demo day"), "legal_review": _l("legal review"), "committee": _l("committee"),
        "result": _l("final result"), "objection": _l("objections"), "agreement": _l("agreement"), "pilot": _l("pilot"),
    },
    ("Milestone", "owner"): PEOPLE,
    ("Milestone", "approver"): {"program_manager": PEOPLE["program_manager"], "demand_department": PEOPLE["demand_department"],
                                "panel": PEOPLE["panel"], "head_of_city": _l("the head of the city")},
    ("KpiTemplate", "direction"): {"up": _l("more"), "down": _l("less")},
}

ENTRIES: dict[str, object] = {
    "Step": _l("Step"), "CostCategory": _l("Cost category"), "Milestone": _l("Milestone"), "KpiTemplate": _l("Indicator"),
}
