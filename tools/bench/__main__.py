"""`make bench`: CPU and median time of each page at 1, 1,000 and 50,000 proposals, on SQLite and on PostgreSQL.

Prints each page at 1,000 as a ratio to the same page with one row (target: at most 6) and the growth from 1,000 to 50,000
(target: at most 1.2). CPU is this process plus its database backend.
"""

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, text

from portal import create_app
from portal.accounts.models import User
from portal.foundation import transactions
from portal.foundation.db import Base, db
from tests import builders
from tests.client import visit
from tools.bench.fill import fill

SIZES = (1, 1_000, 50_000)
ROUNDS = 30
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What one page costs, in milliseconds, and how many statements it reads."""

    cpu: float
    wall: float
    size: int


def pages(code: str) -> dict[str, str]:
    """The pages that are measured."""
    return {
        "pipeline": "/manage", "pipeline, one state": "/manage?state=in_review", "pipeline board": "/manage?view=board",
        "eligibility list": f"/manage/calls/{code}/eligibility", "ranking": f"/manage/calls/{code}/ranking/document",
        "public calls": "/calls", "public call": f"/calls/{code}",
    }


def backend_cpu(pid: int | None) -> float:
    """Seconds of CPU that the database backend of our one connection has used."""
    if pid is None:
        return 0.0
    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / TICK


def measure(window: object, address: str, pid: int | None) -> Cost:
    """The median wall time of ROUNDS requests and the mean CPU over all of them."""
    for _warm in range(3):
        answer = window.get(address)  # type: ignore[attr-defined]
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
    times, cpu, behind = [], time.process_time(), backend_cpu(pid)
    for _round in range(ROUNDS):
        start = time.perf_counter()
        answer = window.get(address)  # type: ignore[attr-defined]
        times.append(time.perf_counter() - start)
    spent = time.process_time() - cpu + backend_cpu(pid) - behind
    return Cost(spent / ROUNDS * 1000, median(times) * 1000, len(answer.data))


def costs_at(url: str, many: int) -> dict[str, Cost]:
    """Every page's cost with so many proposals, on a fresh database."""
    app = create_app({"TESTING": True, "SECRET_KEY": "bench", "SQLALCHEMY_DATABASE_URI": url, "RATELIMIT_ENABLED": False,
                      "SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": 1, "max_overflow": 0} if url.startswith("postgresql") else {}})
    with app.app_context():
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
        call = builders.a_call("closed")
        manager = fill(call, many)
        code, who = call.code, manager.id
        transactions.commit()
        db.session.execute(text("ANALYZE"))
        transactions.commit()
        window = visit(app).sign_in(db.session.get(User, who))
        window.checks = False
        postgres = url.startswith("postgresql")
        pid = db.session.scalar(text("select pg_backend_pid()")) if postgres else None
        db.session.remove()
        return {name: measure(window, address, pid) for name, address in pages(code).items()}


def report(name: str, table: dict[int, dict[str, Cost]]) -> None:
    """One table per database."""
    one, thousand, many = (table[size] for size in SIZES)
    print(f"\n{name}\n{'page':24}{'1 row':>12}{'1,000':>12}{'50,000':>12}{'1,000 : 1 row':>16}{'growth':>9}{'KB':>7}")
    for page in one:
        ratio, growth = thousand[page].cpu / one[page].cpu, many[page].cpu / thousand[page].cpu
        figures = "".join(f"{costs[page].cpu:6.1f}/{costs[page].wall:5.1f}" for costs in (one, thousand, many))
        flag = "" if ratio <= 6 and growth <= 1.2 else "  over target"
        print(f"{page:24}{figures}{ratio:14.2f}x{growth:8.2f}x{many[page].size / 1024:7.0f}{flag}")


def main() -> int:
    """Both databases, or the ones named on the command line."""
    chosen = sys.argv[1:] or ["sqlite", "postgresql"]
    print("CPU ms / median ms for each page; ratios are of CPU")
    for kind in chosen:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/bench.db" if kind == "sqlite" else os.environ["TEST_POSTGRES_URL"]
            report("PostgreSQL" if kind == "postgresql" else "SQLite", {size: costs_at(url, size) for size in SIZES})
            if kind == "postgresql":
                Base.metadata.drop_all(create_engine(url))
    return 0


if __name__ == "__main__":
    sys.exit(main())
