"""What each person does in the story, page by page, with the words they see on the buttons."""

import re
from pathlib import Path
from typing import Any

from tests.builders import proposal_file
from tests.foundation.files import samples
from tests.journeys.conftest import Person

PASSWORD = "맑은 강가에 로봇이 다섯 대"
POINTS = 0.9
REASON = "실증 설계가 구체적이고 측정 방법과 비교 기준이 분명합니다. 현장 준비 사항도 잘 적혀 있습니다."


def registers(person: Person, email: str, name: str) -> None:
    """Create an account, open the letter, confirm, sign in."""
    page = person.open("/register")
    page.fill("[name=email]", email)
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    person.presses("회원가입")
    page.goto(person.running.link_in_last_letter(email))
    person.presses("내 이메일이 맞습니다")
    signs_in(person, email)


def signs_in(person: Person, email: str) -> None:
    page = person.open("/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("button#sign-in")
    page.wait_for_load_state("load")
    person.look()
    assert "/sign-in" not in page.url, page.inner_text("main")


def registers_a_company(person: Person, number: str, name: str) -> None:
    page = person.open("/apply/company/new")
    page.fill("[name=brn]", number)
    page.fill("[name=name_ko]", name)
    page.fill("[name=name_en]", "Bodeum Walk Robotics (fictional)")
    page.fill("[name=representative]", "이대표(가상)")
    person.presses("기업 등록하기")
    assert re.search(r"/apply/company/\d+", page.url), page.inner_text("main")


def ticks(page: Any, selector: str) -> None:
    """Choose a radio or checkbox as people do: by its label, which is what they see."""
    page.locator(f"label[for='{page.locator(selector).first.get_attribute('id')}']").click()


def starts_a_proposal(person: Person, code: str) -> str:
    """From the public page of the call to a draft; the draft's address."""
    person.open(f"/calls/{code}")
    person.presses("신청하기")
    person.presses("제안서 작성 시작하기")
    found = re.search(r"/apply/proposals/\d+", person.page.url)
    assert found, person.page.url
    return found.group()


def writes_every_section(person: Person, here: str, definition: Any, story: str = "P01") -> None:
    """Type every answer; the form saves itself, and the button goes on."""
    answers = proposal_file(story)["answers"]
    for section in definition.sections:
        questions = definition.questions_of(section.key)
        if not questions:
            continue
        page = person.open(f"{here}/sections/{section.key}")
        for question in questions:
            _types(page, question, answers[question.key])
        page.locator("button[name=then][value=next]").click()
        page.wait_for_load_state("load")
        assert f"sections/{section.key}" not in page.url, page.inner_text("main")[:1500]
        person.look()


def _types(page: Any, question: Any, value: Any) -> None:
    name = f"q-{question.key}"
    if question.type in ("text", "longtext", "integer"):
        page.fill(f"[name='{name}']", str(value))
    elif question.type == "choice":
        page.select_option(f"[name='{name}']", value)
    elif question.type == "sites":
        for rank, code in enumerate(value):
            page.select_option(f"[name='{name}-{rank}']", code)
    elif question.type == "budget_table":
        for part in ("grant", "self_cash", "self_inkind"):
            page.fill(f"[name='{name}-{part}']", str(value[part]))
        for category, won in value["items"].items():
            page.fill(f"[name='{name}-items-{category}']", str(won))
    elif question.type == "declaration":
        ticks(page, f"[name='{name}-has'][value='{'yes' if value['has'] else 'no'}']")
    else:
        _types_rows(page, name, value)


def _types_rows(page: Any, name: str, rows: list[dict[str, Any]]) -> None:
    for at, row in enumerate(rows):
        if not page.locator(f"[name='{name}-{at}-name']").count():
            page.locator(f"[data-rows='{name}'] .add-row").click()
        for key, cell in row.items():
            field = page.locator(f"[name='{name}-{at}-{key}']")
            if not field.count() or cell is None:
                continue
            told = {True: "yes", False: "no"}.get(cell, str(cell)) if isinstance(cell, bool) else str(cell)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(told)
            else:
                field.fill(told)


def attaches(person: Person, here: str, slot: str, folder: Path) -> None:
    """A wrong file is refused with the reason; the right one is taken."""
    page = person.open(f"{here}/attachments")
    wrong, right = folder / "실증계획서.pdf", folder / "실증계획서 최종.pdf"
    wrong.write_bytes(b"MZ this is no document at all")
    right.write_bytes(samples.pdf())
    page.set_input_files(f"#upload-{slot}-input", str(wrong))
    page.locator(f"#upload-{slot} .is-error, #slot-{slot} .form-hint-invalid").first.wait_for()
    page.set_input_files(f"#upload-{slot}-input", str(right))
    page.locator(f"#upload-{slot} .is-done").first.wait_for()
    person.open(f"{here}/attachments")
    person.reads("실증계획서 최종.pdf")


def consents(person: Person, here: str, definition: Any) -> None:
    """Each on its own; the optional ones are refused."""
    page = person.open(f"{here}/consents")
    for consent in definition.consents:
        ticks(page, f"[name='consent-{consent.key}'][value='{'yes' if consent.required else 'no'}']")
    page.locator("button[name=then][value=next]").click()
    page.wait_for_load_state("load")
    person.look()


def submits(person: Person, here: str) -> str:
    """Look it over, submit; the receipt's number."""
    page = person.open(f"{here}/review")
    page.click("button#submit")
    page.wait_for_url("**/receipts/*")
    person.look()
    return page.inner_text("main")


def takes_the_seat(person: Person) -> None:
    """Sign three pledges one by one and accept."""
    page = person.open("/review")
    page.locator("a[href*='/review/seats/']").first.click()
    page.wait_for_load_state("load")
    for _pledge in range(3):
        page.get_by_role("button", name="이 서약서에 서명하기").first.click()
        page.wait_for_load_state("load")
    person.look()
    page.locator("form[action$='/accept'] button").click()
    page.wait_for_load_state("load")


def opens_as_reviewer(person: Person, review_id: int) -> None:
    """Answer the conflict question with no; the proposal opens."""
    page = person.open(f"/review/{review_id}")
    page.locator("form[action$='/clear'] button").click()
    page.wait_for_load_state("load")
    person.look()


def scores(person: Person, review_id: int, definition: Any, stage: str, share: float = POINTS) -> None:
    """Points for each part, a reason for each criterion, check, confirm once."""
    page = person.open(f"/review/{review_id}")
    for criterion in definition.stage(stage).criteria:
        for part in criterion.sub or (criterion,):
            page.fill(f"[name='points-{part.key}']", str(round(part.max * share)))
        page.fill(f"[name='reason-{criterion.key}']", REASON)
    page.locator("button[name=go][value=confirm]").click()
    page.wait_for_load_state("load")
    person.look()
    page.locator("form[action$='/confirm'] button").click()
    page.wait_for_load_state("load")
    person.look()


def steps_down(person: Person, review_id: int) -> None:
    """Report a conflict: the proposal is gone at once."""
    page = person.open(f"/review/{review_id}")
    ticks(page, "[name=kind][value=adviser]")
    page.fill("[name=words]", "작년에 이 기업을 자문했습니다.")
    page.locator("form[action$='/recuse'] button").click()
    page.wait_for_load_state("load")
    answer = page.goto(f"{person.running.url}/review/{review_id}")
    assert answer is not None and answer.status == 404


def checks_eligibility(person: Person, proposal_id: int, definition: Any) -> None:
    """Every item passes; then the proposal is eligible."""
    page = person.open(f"/manage/proposals/{proposal_id}/eligibility")
    for gate in page.locator("form[action$='/eligibility'] input[type=radio][value=yes]").all():
        ticks(page, f"#{gate.get_attribute('id')}")
    page.click("button#save-gates")
    page.wait_for_load_state("load")
    person.look()
    page.click("button#pass")
    page.wait_for_load_state("load")
    person.look()


def moves(person: Person, address: str, verb: str) -> None:
    """Press the button of one move on a page."""
    page = person.open(address)
    page.locator(f"form[action$='/{verb}'] button[type=submit]").last.click()
    page.wait_for_load_state("load")
    person.look()

