"""What a company of the story keeps in its file: certificates that are good, about to expire and expired, and an award."""

from datetime import timedelta

from portal.cli.demo.papers import paper
from portal.cli.demo.people import company_of
from portal.cli.demo.telling import who
from portal.foundation.clock import today
from portal.foundation.stored_files import StoredFile
from portal.papers import operations

# Kind, name of its file, and how many days after being filed it is good for (None: it does not expire).
CERTIFICATES = (
    ("brc", "사업자등록증", None), ("tax_nat", "국세_납세증명서", 25), ("tax_loc", "지방세_납세증명서", 180),
    ("ins4", "4대보험_완납증명서", 2), ("fin", "재무제표_2025", None),
)


def company_fills_its_file(code: str) -> None:
    """The owner files the certificates that every call asks for, and an award."""
    company, owner = company_of(code), who(code)
    for kind, name, days in CERTIFICATES:
        until = "" if days is None else (today() + timedelta(days=days)).isoformat()
        typed = {"kind": kind, "issued_on": today().isoformat(), "valid_until": until}
        operations.add_paper(company, typed, _proof(name, code), by=owner)
    award = {"kind": "award", "title": "스마트시티 혁신상(가상)", "giver": "가온 박람회 조직위(가상)", "year": today().year - 1}
    operations.add_paper(company, award, _proof("혁신상_증서", code), by=owner)


def _proof(name: str, code: str) -> StoredFile:
    lines = [f"Certificate of company {code}", "Made up for this demonstration.", name]
    return paper(f"{name}.pdf", lines, by=who(code))
