"""The builder as its people meet it: a call is made, written part by part, approved by somebody else, changed and told."""

from io import BytesIO

import pytest

from portal.calls.models import Call, Revision
from portal.foundation import transactions
from portal.foundation.db import db
from portal.proposals.models import Proposal
from portal.reviews.models import Review
from tests import builders as b
from tests.client import visit


@pytest.fixture
def desk(app):
    """A program with a manager and an approver, and a window for each."""
    program = b.a_program()
    manager, approver = b.a_manager(program), b.an_approver(program)
    transactions.commit()
    return program, visit(app).sign_in(manager), visit(app).sign_in(approver)


def begun(window, program, code="NEW-2027"):
    answer = window.post("/manage/calls/new", data={
        "program": program.code, "code": code, "source": "standard", "title_ko": "새 공모(가상)", "title_en": "New call"})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return db.session.query(Call).filter_by(code=code).one()


def draft_of(call):
    return db.session.query(Revision).filter_by(call_id=call.id).order_by(Revision.id.desc()).first()


def test_every_page_of_the_builder_opens(desk):
    program, manager, _approver = desk
    call = begun(manager, program)
    base = f"/manage/calls/{call.code}/build"
    for path in ("", "/notice", "/form", "/documents", "/stages", "/scoring", "/budget", "/pilot", "/preview", "/import",
                 "/form/questions/0", "/stages/stages/0", "/documents/consents/0", "/documents/attachments/1", "/pilot/milestones/1",
                 "/file.yaml"):
        for check in ("", "?check=1"):
            assert manager.get(base + path + check).status_code == 200, path


def written(window, call, path, **typed):
    """Post a page of the builder with its version; values as inputs."""
    return window.post(f"/manage/calls/{call.code}/build{path}", data={"version": draft_of(call).version, **typed})


NOTICE = {f"definition.notice.{name}.{language}": "적었습니다." for name in ("aim", "support", "how_to_apply", "procedure", "contact")
          for language in ("ko", "en")}


def completed(window, call):
    assert written(window, call, "/notice", **NOTICE, do="add:definition.eligibility").status_code == 302
    assert written(window, call, "/notice", **{"definition.eligibility.#": "1", "definition.eligibility.0.ko": "중소기업",
                                               "definition.eligibility.0.en": "Small companies"}).status_code == 302


def test_a_call_is_written_sent_approved_and_open_to_all(desk, app):
    program, manager, approver = desk
    call = begun(manager, program)
    assert "승인을 받으려면 5곳을 고쳐야 합니다" in manager.get(f"/manage/calls/{call.code}/build").get_data(as_text=True)
    completed(manager, call)
    assert visit(app).get(f"/calls/{call.code}").status_code == 404
    assert written(manager, call, "/propose", reason="").status_code == 302
    assert manager.get(f"/manage/calls/{call.code}/build/form/questions/0").status_code == 200
    assert written(manager, call, "/form", do="add:definition.questions").status_code == 409
    assert written(manager, call, "/approve").status_code == 403
    assert written(approver, call, "/approve").status_code == 302
    page = visit(app).get(f"/calls/{call.code}").get_data(as_text=True)
    assert "적었습니다." in page and "새 공모(가상)" in page
    assert approver.get(f"/manage/calls/{call.code}/build").status_code == 200


def test_what_is_wrong_stands_beside_its_field_and_in_the_summary(desk):
    program, manager, _approver = desk
    call = begun(manager, program)
    answer = written(manager, call, "/budget", **{"definition.budget.max_grant": "1e309", "definition.budget.total": "-5"})
    page = manager.get(answer.location).get_data(as_text=True)
    assert 'value="1e309"' in page and 'href="#f-definition-budget-max_grant"' in page
    assert page.count("정수여야 합니다") >= 2 or page.count("정수") >= 2


@pytest.mark.parametrize("text", ["\0", "가" * 100_000, "1" * 400, "0001-01-01", "\ud7b0\u1100\u1161" * 50, "😀", "<script>", "-1", "true"])
def test_whatever_is_typed_is_answered_kindly(desk, text):
    program, manager, _approver = desk
    call = begun(manager, program)
    fields = {"call.title.ko": text, "call.announced": text, "call.opens": text, "definition.notice.aim.ko": text}
    assert written(manager, call, "/notice", **fields).status_code in (302, 400, 413, 422)
    for path, name in (("/form/questions/0", "definition.questions.0"), ("/stages/stages/0", "definition.stages.0")):
        sent = {f"{name}.{field}": text for field in ("type", "kind", "max_chars", "label.ko", "weight", "section", "choices.#", "min")}
        assert written(manager, call, path, **sent).status_code in (302, 400, 413, 422)
        assert manager.get(f"/manage/calls/{call.code}/build{path}?check=1").status_code == 200
    for page in ("", "/notice?check=1", "/form?check=1", "/stages?check=1", "/preview", "/file.yaml"):
        assert manager.get(f"/manage/calls/{call.code}/build{page}").status_code == 200


@pytest.mark.parametrize("do", ["add:", "remove:definition.questions.999", "order:definition.questions", "up:call", "up", ":", "x:y",
                                "remove:definition.questions.0.label.ko", "add:definition.\0"])
def test_a_button_that_nobody_drew_changes_nothing(desk, do):
    program, manager, _approver = desk
    call = begun(manager, program)
    before = draft_of(call).body
    assert written(manager, call, "/form", do=do).status_code in (302, 400, 404)
    assert draft_of(call).body == before


def test_the_second_of_two_windows_keeps_its_words(desk, app):
    program, manager, _approver = desk
    call = begun(manager, program)
    seen = draft_of(call).version
    assert written(manager, call, "/budget", **{"definition.budget.max_awards": "5"}).status_code == 302
    answer = manager.post(f"/manage/calls/{call.code}/build/budget", data={"version": seen, "definition.budget.max_awards": "7"})
    assert answer.status_code == 409 and 'value="7"' in answer.get_data(as_text=True)
    assert draft_of(call).body["definition"]["budget"]["max_awards"] == 5


def test_a_form_that_saves_itself_gets_the_next_version(desk):
    program, manager, _approver = desk
    call = begun(manager, program)
    address, headers = f"/manage/calls/{call.code}/build/budget", {"HX-Request": "true"}
    sent = {"version": draft_of(call).version, "definition.budget.max_awards": "6"}
    answer = manager.post(address, data=sent, headers=headers)
    assert (answer.status_code, answer.headers["X-Version"]) == (204, str(draft_of(call).version))
    assert manager.post(address, data=sent, headers=headers).status_code == 409


def test_a_file_goes_out_and_comes_in_again_and_a_wrong_one_changes_nothing(desk):
    program, manager, _approver = desk
    call = begun(manager, program)
    completed(manager, call)
    text = manager.get(f"/manage/calls/{call.code}/build/file.yaml?of=draft").get_data(as_text=True)
    assert "적었습니다." in text

    def taken_in(content):
        return manager.post(f"/manage/calls/{call.code}/build/import", content_type="multipart/form-data", data={
            "version": draft_of(call).version, "file": (BytesIO(content.encode()), "call.yaml")})

    before = draft_of(call).body
    refused = taken_in(text.replace("max_awards: 8", "max_awards: many"))
    line = next(i for i, each in enumerate(text.splitlines(), 1) if "max_awards: 8" in each)
    assert refused.status_code == 422 and f">{line}<" in refused.get_data(as_text=True).replace("\n", "").replace(" ", "")
    assert draft_of(call).body == before
    assert taken_in(text.replace("max_awards: 8", "max_awards: 9")).status_code == 302
    assert draft_of(call).body["definition"]["budget"]["max_awards"] == 9
    assert written(manager, call, "/undo").status_code == 302 and draft_of(call).body == before
    again = manager.post("/manage/calls/new", content_type="multipart/form-data", data={
        "program": program.code, "code": "FROM-FILE", "source": "file", "title_ko": "파일에서", "title_en": "",
        "file": (BytesIO(text.encode()), "call.yaml")})
    assert again.status_code == 302


def test_a_call_of_sixty_questions_reads_a_constant_number_of_statements(desk, statements):
    program, manager, _approver = desk
    call = begun(manager, program)
    manager.checks = False

    def counted():
        statements.clear()
        assert manager.get(f"/manage/calls/{call.code}/build/form?check=1").status_code == 200
        return len(statements)

    few = counted()
    for _n in range(42):
        assert written(manager, call, "/form", do="add:definition.questions").status_code == 302
    assert len(draft_of(call).body["definition"]["questions"]) == 60
    assert few == counted() == 3


def test_questions_are_taken_over_from_another_call_and_none_is_asked_twice(desk):
    program, manager, _approver = desk
    call = begun(manager, program)
    for _n in range(2):
        assert written(manager, call, "/form", do="remove:definition.questions.0").status_code == 302
    page = manager.get(f"/manage/calls/{call.code}/build/form/questions/from").get_data(as_text=True)
    assert 'value="one_line"' in page and 'value="category"' not in page
    address = f"/manage/calls/{call.code}/build/form/questions/from"
    sent = {"version": draft_of(call).version, "call": "standard", "question": ["one_line", "category", "nothing"]}
    assert manager.post(address, data=sent).status_code == 302
    keys = [each["key"] for each in draft_of(call).body["definition"]["questions"]]
    assert keys.count("one_line") == keys.count("category") == 1 and keys[-1] == "one_line" and "title" not in keys
    assert manager.post(address, data={**sent, "version": draft_of(call).version}).status_code == 422
    assert manager.get(address + "?call=NO-SUCH").status_code == 200


def test_a_draft_is_tried_as_a_company_and_as_a_reviewer_and_nothing_of_it_is_real(desk, app):
    program, manager, approver = desk
    call = begun(manager, program)
    base = f"/manage/calls/{call.code}/build/try"
    assert manager.post(f"{base}/sections/summary", data={"q-title": "제 제안", "q-one_line": ""}).status_code == 302
    page = manager.get(f"{base}/sections/summary?check=1").get_data(as_text=True)
    assert "제 제안" in page and 'href="#q-one_line"' in page
    assert "제 제안" in manager.get(f"{base}/stages/final").get_data(as_text=True)
    refused = manager.post(f"{base}/stages/final", data={"points-need_clear": "99"})
    assert refused.status_code == 422 and 'value="99"' in refused.get_data(as_text=True)
    assert manager.post(f"{base}/stages/final", data={"points-need_clear": "8"}).status_code == 302
    assert 'value="8"' in manager.get(f"{base}/stages/final").get_data(as_text=True)
    assert "제 제안" not in approver.get(f"{base}/stages/final").get_data(as_text=True)
    assert db.session.query(Proposal).count() == db.session.query(Review).count() == 0
    assert manager.post(f"{base}/forget").status_code == 302
    assert "제 제안" not in manager.get(f"{base}/sections/summary").get_data(as_text=True)
    assert manager.get(f"{base}/sections/nothing").status_code == manager.get(f"{base}/stages/nothing").status_code == 404
    assert written(manager, call, "/budget", **{"definition.budget.max_grant": "-1"}).status_code == 302
    assert manager.get(base).status_code == 409
