"""The pipeline: figures from counters, one filter for table, board and export, and never a word of a draft."""

import csv
import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from portal.foundation.clock import today
from portal.overview import exports, pipeline
from portal.overview.filters import Filter, read_filter
from tests import builders as b
from tests.client import words_of


@pytest.fixture
def call():
    return b.a_call("closed")


def rows_of(call, **chosen):
    return pipeline.proposals_page(pipeline.calls_overseen(b.a_manager(call)), Filter(**chosen))[0]


def test_figures_count_what_stands_in_each_state(call):
    b.a_proposal("submitted", call=call)
    b.a_proposal("submitted", call=call)
    b.a_proposal("in_review", call=call)
    from portal.foundation import transactions
    transactions.commit()
    assert pipeline.figures([call])["proposal"] == {"submitted": 2, "in_review": 1}


def test_a_draft_is_in_no_list_and_no_figure(call):
    from portal.foundation import transactions
    b.a_proposal("draft", call=call)
    gone = b.a_proposal("withdrawn", call=call)
    gone.submission_number = 0
    transactions.commit()
    assert rows_of(call) == []
    assert "draft" not in pipeline.figures([call])["proposal"]
    assert rows_of(call, state="draft") == []


def test_the_filter_narrows_by_call_state_and_category(call):
    other = b.a_call("closed", program=call.program)
    wanted = b.a_proposal("submitted", call=call)
    b.a_proposal("eligible", call=call)
    b.a_proposal("submitted", call=other)
    manager = b.a_manager(call)
    calls = pipeline.calls_overseen(manager)
    chosen = Filter(call=call.code, state="submitted")
    assert [row.id for row in pipeline.proposals_page(chosen.calls_in(calls), chosen)[0]] == [wanted.id]
    nothing = Filter(category="no such category")
    assert pipeline.proposals_page(calls, nothing)[0] == []


def test_pages_follow_each_other_without_a_gap(call):
    made = [b.a_proposal("submitted", call=call).id for _n in range(7)]
    calls = pipeline.calls_overseen(b.a_manager(call))
    first, more = pipeline.proposals_page(calls, Filter(), limit=4)
    rest, none = pipeline.proposals_page(calls, Filter(after=first[-1].id), limit=4)
    assert (more, none) == (True, False)
    assert [row.id for row in first + rest] == made[::-1]


def test_another_citys_manager_sees_none_of_it(call):
    b.a_proposal("submitted", call=call)
    assert pipeline.calls_overseen(b.a_manager(b.a_program())) == []


def test_overdue_pilots_are_found_by_the_filter(call):
    late = b.a_pilot(proposal=b.a_proposal("selected", call=call))
    b.a_milestone(pilot=late, due_on=today() - timedelta(days=1))
    fine = b.a_pilot(proposal=b.a_proposal("selected", call=call, story="P02"))
    b.a_milestone(pilot=fine)
    calls = pipeline.calls_overseen(b.a_manager(call))
    both, _more = pipeline.pilots_page(calls, Filter(kind="pilots"))
    assert {row.id: row.overdue for row in both} == {late.id: 1, fine.id: 0}
    only, _more = pipeline.pilots_page(calls, Filter(kind="pilots", late=True))
    assert [row.id for row in only] == [late.id]
    assert [m.pilot_id for m in pipeline.overdue_milestones(calls)] == [late.id]


@pytest.mark.parametrize("args", [
    {"after": "1e309"}, {"after": "-1"}, {"after": "٣"}, {"after": "9" * 400}, {"state": "\0"}, {"kind": "x", "view": "y"},
    {"call": "x" * 5000}, {"category": "😀"}])
def test_an_odd_address_never_breaks_the_filter(args):
    chosen = read_filter(args)
    assert chosen.kind == "proposals"
    assert chosen.states()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_reads_six_statements_however_many_rows(visitor, statements, call, rows):
    manager = b.a_manager(call)
    for _n in range(rows):
        b.a_proposal("submitted", call=call)
    visitor.sign_in(manager).get("/manage")
    statements.clear()
    assert visitor.get("/manage").status_code == 200
    assert len(statements) == 6


def test_each_figure_links_to_its_list(visitor, call):
    manager = b.a_manager(call)
    b.a_proposal("submitted", call=call)
    page = visitor.sign_in(manager).get("/manage").get_data(as_text=True)
    assert "/manage?state=submitted" in page
    words = words_of(visitor.get("/manage?state=submitted"))
    assert "테헤란로" in words


def test_board_and_table_show_the_same_rows(visitor, call):
    manager = b.a_manager(call)
    proposal = b.a_proposal("submitted", call=call)
    visitor.sign_in(manager)
    assert proposal.title in words_of(visitor.get("/manage"))
    assert proposal.title in words_of(visitor.get("/manage?view=board"))


def test_an_empty_pipeline_says_why(visitor, call):
    words = words_of(visitor.sign_in(b.a_manager(call)).get("/manage"))
    assert "아직 접수된 제안이 없습니다" in words


HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x","y")')


@pytest.mark.parametrize("title", HOSTILE)
def test_no_exported_cell_is_a_formula(visitor, call, title):
    manager = b.a_manager(call)
    proposal = b.a_proposal("submitted", call=call)
    proposal.title = title
    visitor.sign_in(manager)
    text = visitor.get("/manage/pipeline.csv").get_data(as_text=True)
    assert text.startswith("\ufeff")
    (row,) = list(csv.reader(io.StringIO(text[1:])))[1:]
    assert row[2] == f"'{title}"
    book = CalamineWorkbook.from_filelike(io.BytesIO(visitor.get("/manage/pipeline.xlsx").data))
    cells = book.get_sheet_by_index(0).to_python()
    assert cells[1][2].strip() == title.strip()
    assert b"<f>" not in visitor.get("/manage/pipeline.xlsx").data


def test_the_export_holds_what_the_filter_finds(call):
    wanted = b.a_proposal("submitted", call=call)
    b.a_proposal("eligible", call=call)
    b.a_proposal("draft", call=call)
    calls = pipeline.calls_overseen(b.a_manager(call))
    found = list(exports.rows(calls, Filter(state="submitted")))
    assert [row[1] for row in found] == [wanted.number]
    assert len(list(exports.rows(calls, Filter()))) == 2


def test_pilots_are_exported_with_each_milestone(call):
    pilot = b.a_pilot(proposal=b.a_proposal("selected", call=call))
    b.a_milestone(pilot=pilot)
    b.a_milestone(pilot=pilot)
    found = list(exports.rows([call], Filter(kind="pilots")))
    assert [row[1] for row in found] == [pilot.number, pilot.number]
    assert len(found[0]) == len(exports.headings("pilots"))
