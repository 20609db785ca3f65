"""Who plays in the demo story: people, the bodies they act for, and the one password they all share."""

from dataclasses import dataclass

PASSWORD = "demo-pilot-2026!"  # noqa: S105  (printed for everyone by `make run`; only the demo story has it)


@dataclass(frozen=True)
class Person:
    """A fictional person; `role` is given on `on`: a program code, a department, a company or the portal."""

    key: str
    email: str
    name: str
    role: str
    on: str = ""
    shown: str = ""


STAFF = (
    Person("gn_manager", "gangnam.manager@demo.example", "강다온(가상)", "manager", "GN-OI", "강남구 주무관 / Gangnam program manager"),
    Person("gn_approver", "gangnam.approver@demo.example", "윤해솔(가상)", "approver", "GN-OI", "강남구 결재자 / Gangnam approver"),
    Person("ca_manager", "cheonan.manager@demo.example", "천이든(가상)", "manager", "CA-HUB", "천안시 주무관 / Cheonan program manager"),
    Person("ca_approver", "cheonan.approver@demo.example", "노을찬(가상)", "approver", "CA-HUB", "천안시 결재자 / Cheonan approver"),
    Person("gg_manager", "gyeonggi.manager@demo.example", "경보미(가상)", "manager", "GG-PM", "경기도 주무관 / Gyeonggi program manager"),
    Person("gg_approver", "gyeonggi.approver@demo.example", "한누리(가상)", "approver", "GG-PM"),
    Person("gn_roads", "gangnam.roads@demo.example", "도로미(가상)", "officer", "도로관리과", "강남구 도로관리과 / Gangnam road division"),
    Person("admin", "admin@demo.example", "관리자(가상)", "administrator", "", "포털 관리자 / Portal administrator"),
)


def owner_email(proposal_id: str) -> str:
    """The sign-in of the owner of a proposal's company: p01@demo.example."""
    return f"{proposal_id.lower()}@demo.example"


def reviewer_email(reviewer_id: str, call: str = "gangnam") -> str:
    """The sign-in of a reviewer: gangnam.r1@demo.example."""
    return f"{call}.{reviewer_id.lower()}@demo.example"


SIGN_INS = (
    ("신청기업 / Applicant (running pilot)", owner_email("P01")),
    ("신청기업 / Applicant (draft in an open call)", owner_email("P12")),
    ("평가위원 / Reviewer (scoring now)", reviewer_email("R1", "cheonan")),
    *((person.shown, person.email) for person in STAFF if person.shown),
)
