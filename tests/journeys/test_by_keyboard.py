"""The three whole tasks of the portal with the keyboard alone: apply, score, decide. No mouse after the first address."""

from dataclasses import dataclass
from typing import Any

import pytest

from portal.accounts.passwords import hash_of_password
from portal.foundation import transactions
from portal.foundation.db import db
from portal.reviews.lifecycle import ReviewState, SeatState
from tests import builders as b
from tests.foundation.files import samples
from tests.journeys import steps
from tests.journeys.keys import Keys

ASKED = ("title", "category", "city_problem", "trl", "site_pref", "kpis", "data_plan", "budget", "duplicate")
TOLD = b.proposal_file("P01")["answers"]
STAGE = "document"


def one_section() -> dict[str, Any]:
    """The Gangnam call with one section that asks one question of each kind, one file, and two consents."""
    body = dict(b.program_file()["definition"])
    body["sections"] = [{"key": "all", "label": {"ko": "신청 내용", "en": "Application"}}]
    body["questions"] = [{**question, "section": "all"} for question in body["questions"] if question["key"] in ASKED]
    body["consents"] = body["consents"][:3]
    return body


@dataclass
class Cast:
    """Who is there before a story begins, and what they work on."""

    code: str = ""
    email: str = ""
    definition: Any = None
    proposal_id: int = 0
    review_id: int = 0
    seat_id: int = 0


@pytest.fixture
def keys(running, person):
    def seat(email: str, **more: Any) -> Keys:
        hands = Keys(person(reduced_motion="reduce", **more))
        hands.person.open("/sign-in")
        hands.types("[name=email]", email)
        hands.types("[name=password]", steps.PASSWORD)
        hands.answers(lambda: hands.page.keyboard.press("Enter"))
        assert "/sign-in" not in hands.page.url
        return hands
    return seat


def settled(running, made: Cast, user: Any) -> Cast:
    """Keep what was made where the running portal finds it."""
    user.password_hash = hash_of_password(steps.PASSWORD)
    made.email = user.email
    transactions.commit()
    db.session.remove()
    return made


@pytest.fixture
def applicant(running) -> Cast:
    with running.app.app_context():
        call = b.a_call("open", definition=one_section())
        return settled(running, Cast(call.code, definition=call.definition), b.a_member(b.a_company("㈜열손가락(가상)")))


@pytest.fixture
def reviewer(running) -> Cast:
    with running.app.app_context():
        proposal = b.a_proposal("in_review", stage=STAGE)
        seat = b.a_seat(proposal.call, stage=STAGE, state=SeatState.INVITED)
        review = b.a_review(proposal=proposal, seat=seat, stage=STAGE)
        made = Cast(proposal.call.code, definition=proposal.call.definition, review_id=review.id, seat_id=seat.id)
        return settled(running, made, seat.user)


@pytest.fixture
def manager(running) -> Cast:
    with running.app.app_context():
        call = b.a_call("closed")
        received = b.a_proposal("submitted", call=call)
        b.a_proposal("submitted", call=call, company=b.a_company("㈜초록신호(가상)"), story="P04")
        scored = b.a_proposal("in_review", call=call, company=b.a_company("㈜물소리(가상)"), story="P02", stage=STAGE)
        b.fill_in(b.a_review(ReviewState.OPEN, proposal=scored))
        return settled(running, Cast(call.code, definition=call.definition, proposal_id=received.id), b.a_manager(call))


def test_a_proposal_is_written_and_submitted_by_keyboard(applicant, keys, tmp_path):
    hands = keys(applicant.email)
    hands.skips_to_the_content()
    hands.walks_through()
    hands.follows(f"a[href='/calls/{applicant.code}']")
    hands.follows(f"a[href*='/apply/calls/{applicant.code}/new']")
    hands.follows(".form-actions button")
    hands.follows("a[href$='/sections/all']")
    hands.walks_through()
    hands.walks_through_zoomed()
    errors_lead_to_their_fields(hands)
    for question in applicant.definition.questions:
        answers(hands, f"q-{question.key}", question.type, TOLD[question.key])
    hands.follows("button[value=next]")
    attaches(hands, tmp_path)
    hands.follows(".form-actions a")
    for consent in applicant.definition.consents:
        hands.chooses(f"consent-{consent.key}", "yes" if consent.required else "no")
    hands.follows("button[value=next]")
    hands.follows("button#submit")
    assert "/receipts/" in hands.page.url, hands.page.inner_text("main")
    hands.person.reads(f"{applicant.code}-")
    hands.nothing_was_wrong()


def errors_lead_to_their_fields(hands):
    """What cannot be read is refused; the summary takes the focus, and each of its links the field."""
    hands.types("[name=q-title]", "열 손가락")
    hands.page.keyboard.press("Enter")
    assert hands.stands_on("[name=q-title]"), "Enter in a line of text went elsewhere"
    hands.types("[name=q-trl]", "일곱")
    hands.types("[name=q-kpis-0-name]", "완료율")
    hands.types("[name=q-kpis-0-weight]", "백")
    hands.types("[name=q-budget-items-labor]", "육백만")
    hands.follows("button[value=next]")
    hands.checks_the_error_summary()


def answers(hands, name, kind, value):
    """One question of any kind."""
    if kind in ("text", "longtext", "integer"):
        hands.types(f"[name='{name}']", str(value))
    elif kind == "choice":
        hands.picks(f"[name='{name}']", value)
    elif kind == "sites":
        for rank, code in enumerate(value):
            hands.picks(f"[name='{name}-{rank}']", code)
    elif kind == "budget_table":
        for part in ("grant", "self_cash", "self_inkind"):
            hands.types(f"[name='{name}-{part}']", str(value[part]))
        for category, won in value["items"].items():
            hands.types(f"[name='{name}-items-{category}']", str(won))
    elif kind == "declaration":
        hands.chooses(f"{name}-has", "yes" if value["has"] else "no")
    else:
        fills_the_table(hands, name, value)


def fills_the_table(hands, name, rows):
    """Cell by cell; rows that are not there yet are added, and one too many is taken away."""
    for at, row in enumerate(rows):
        if not hands.page.locator(f"[name='{name}-{at}-name']").count():
            hands.goes_to(f"[data-rows='{name}'] .add-row")
            hands.presses("Enter")
            assert hands.stands_on(f"[name='{name}-{at}-name']"), "a new row takes the focus"
            hands.presses("Shift+Tab")
        for key, cell in row.items():
            told = {True: "yes", False: "no"}.get(cell, str(cell)) if isinstance(cell, bool) else str(cell)
            field = f"[name='{name}-{at}-{key}']"
            if not hands.page.locator(field).count():
                continue
            (hands.picks if hands.page.locator(f"select{field}").count() else hands.types)(field, told)


def attaches(hands, folder):
    """The button opens the chooser of the system; afterwards the focus is still beside the file."""
    plan = folder / "실증계획서.pdf"
    plan.write_bytes(samples.pdf())
    hands.page.on("filechooser", lambda chooser: chooser.set_files(str(plan)))
    hands.goes_to("#upload-plan-input")
    hands.page.keyboard.press("Enter")
    hands.page.locator("#upload-plan .is-done").first.wait_for()
    assert hands.stands_on("#upload-plan *"), "the focus was lost with the button that was replaced"


def test_a_proposal_is_scored_by_keyboard(reviewer, keys):
    hands = keys(reviewer.email)
    hands.walks_through()
    hands.follows(f"a[href='/review/seats/{reviewer.seat_id}']")
    for _pledge in range(3):
        hands.follows("form[action$='/sign'] button")
    hands.follows("form[action$='/accept'] button")
    hands.follows(f"a[href='/review/{reviewer.review_id}']")
    hands.walks_through()
    hands.follows("form[action$='/clear'] button")
    hands.walks_through()
    hands.walks_through_zoomed()
    hands.follows("button[value=confirm]:not([hidden])")
    assert hands.stands_on(".error-summary")
    first = reviewer.definition.stage(STAGE).criteria[0]
    hands.follows(f".error-summary a[href$='#reason-{first.key}']")
    assert hands.stands_on(f"[name='reason-{first.key}']"), "the link leads to the field of another page"
    hands.looks()
    hands.goes_to(f"[name='points-{first.sub[0].key}']", back=True)
    hands.presses("Shift+Tab")
    reads_the_plan_and_comes_back(hands)
    for criterion in reviewer.definition.stage(STAGE).criteria:
        for part in criterion.sub or (criterion,):
            hands.types(f"[name='points-{part.key}']", str(round(part.max * steps.POINTS)))
        hands.types(f"[name='reason-{criterion.key}']", steps.REASON)
    hands.follows("button[value=confirm]")
    hands.walks_through()
    hands.follows("form[action$='/confirm'] button")
    hands.person.reads("평가표를 확정했습니다")
    hands.nothing_was_wrong()


def reads_the_plan_and_comes_back(hands):
    """From a criterion to what the plan says about it, and back to the same criterion."""
    hands.goes_to("[data-criterion=plan] .sheet-jump a")
    hands.presses("Enter")
    assert hands.stands_on(".pane-left .way-back a")
    hands.presses("Enter")
    assert hands.stands_on("[data-criterion=plan] .sheet-jump a")
    hands.goes_to("[name=points-need_clear]", back=True)
    hands.presses("Shift+Tab")


def test_the_manager_decides_by_keyboard(manager, keys):
    hands = keys(manager.email)
    assert hands.page.url.endswith("/manage")
    the_menu_opens_and_closes(hands)
    finds_the_proposal(hands, manager.code)
    hands.follows("a[href='/manage/calls']")
    hands.follows(f"a[href='/manage/calls/{manager.code}']")
    hands.walks_through()
    hands.follows(f"a[href='/manage/calls/{manager.code}/eligibility']")
    hands.follows(f"a[href='/manage/proposals/{manager.proposal_id}/eligibility']")
    hands.walks_through()
    hands.walks_through_zoomed(4)
    decides(hands, manager.definition)
    hands.follows(".room-pages a[href='/manage/calls']")
    hands.follows(f"a[href='/manage/calls/{manager.code}']")
    hands.follows(f"a[href='/manage/calls/{manager.code}/ranking/{STAGE}']")
    hands.walks_through()
    hands.nothing_was_wrong()


def the_menu_opens_and_closes(hands):
    """Enter opens the account menu, Tab goes into it, Escape closes it and gives the focus back."""
    hands.folds_out("details.account")
    hands.presses("Tab")
    assert hands.stands_on(".account .menu-body a")
    hands.presses("Escape")
    assert hands.stands_on(".account > summary")
    assert not hands.page.locator("details.account").evaluate("menu => menu.open")


def finds_the_proposal(hands, code):
    """The list narrowed to one call and one state, as a board and as a table again."""
    hands.walks_through()
    hands.picks("select[name=call]", code)
    hands.follows(".filter-form button")
    hands.follows(".funnel a[href*='state=submitted']")
    hands.follows(".tabs a[href*='view=board']")
    assert hands.page.locator(".board .card, .board li").count() == 2
    hands.walks_through()
    hands.follows(".tabs a[href*='/manage?']:not([href*=board]):not([href*=kind])")
    assert hands.page.locator(".lists tbody tr").count() == 2


def decides(hands, definition):
    """A reason is missing: the summary says so. Then every item is met, and the decision is there."""
    gates = [gate.key for gate in definition.gates]
    hands.chooses(f"gate-{gates[0]}", "no")
    hands.follows("#save-gates")
    hands.checks_the_error_summary()
    hands.types(f"[name='gate-{gates[0]}-reason']", "공고일 기준 업력이 7년을 넘습니다.")
    for gate in gates[1:]:
        hands.chooses(f"gate-{gate}", "yes")
    hands.follows("#save-gates")
    hands.folds_out("details.confirm")
    hands.presses("Tab")
    assert hands.stands_on(".confirm-body button"), "the fold-out says what happens; its button comes next"
    hands.chooses(f"gate-{gates[0]}", "yes")
    hands.follows("#save-gates")
    hands.follows("#pass")
    hands.person.reads("적격")
