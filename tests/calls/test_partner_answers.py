"""Ranked offers of partners and the organizations that take part: what is kept, what is complete, what stays valid."""

from datetime import timedelta

import pytest

from portal.calls.answers import check_answer, check_draft_value
from portal.calls.blank_form import blank_form
from portal.calls.definition import Definition, DefinitionError
from portal.foundation.clock import today
from portal.foundation.i18n import force_locale
from portal.partners.queries.choosing import offers_to_choose
from portal.web.proposals import fields
from tests import builders as b
from tests.calls.asking import a_body, a_question

OFFERS = a_question("wanted", "offers")
CONSORTIUM = a_question("members", "consortium")
WHOLE = Definition.parse(a_body(OFFERS, CONSORTIUM))
VALID, OTHER = b.a_brn(), b.a_brn()
YEAR = timedelta(days=365)
PHASES = {"1": "open", "2": "full", "3": "over", "4": "open", "5": "open", "6": "open"}


def row(**more):
    return {"name": "가람연구소(가상)", "brn": VALID, "country": "", "role": "participating", "share": 30, **more}


def found(key, value, **known):
    return [(problem.path, problem.message) for problem in check_answer(WHOLE.question(key), value, WHOLE, **known)]


@pytest.mark.parametrize(("key", "raw", "kept"), [
    ("wanted", [" 3 ", "", "1"], ["3", "1"]), ("wanted", None, []), ("members", None, []), ("members", [{}, {"name": " "}], []),
    ("members", [{"name": "가", "brn": f"{VALID[:3]}-{VALID[3:5]}-{VALID[5:]}", "share": "30"}],
     [{"name": "가", "brn": VALID, "country": "", "role": "", "share": 30}]),
    ("members", [{"name": "가", "brn": "12-3"}], [{"name": "가", "brn": "12-3", "country": "", "role": "", "share": None}]),
])
def test_what_was_typed_is_kept_tidily(key, raw, kept):
    assert check_draft_value(WHOLE.question(key), raw) == (kept, [])


@pytest.mark.parametrize(("key", "raw"), [
    ("wanted", "1"), ("wanted", ["1"] * 41), ("wanted", [{}]), ("wanted", ["\x00"]), ("members", {}), ("members", [[]]),
    ("members", [{"share": "1e309"}]), ("members", [{"name": "널\0"}]), ("members", [{"brn": "1" * 9000}]), ("members", [{"moon": 1}]),
    ("members", [{}] * 81),
])
def test_the_impossible_is_refused_with_words(key, raw):
    assert all(problem.message for problem in check_draft_value(WHOLE.question(key), raw).problems)
    assert check_draft_value(WHOLE.question(key), raw).problems


@pytest.mark.parametrize(("value", "path", "message"), [
    (["1", "4", "5"], None, None), (["1", "4", "5", "6"], "", "Choose from 1 to 3 offers."),
    (["1", "1"], "1", "This offer is already chosen."), (["2"], "0", "Every slot of this offer is taken."),
    (["1", "3"], "1", "The time to ask for this offer has passed."), (["9"], "0", "This offer is no longer made."),
    (["moon"], "0", "This offer is no longer made."),
])
def test_only_offers_that_can_be_had_are_chosen(value, path, message):
    said = found("wanted", value, offers=PHASES)
    assert said == [] if path is None else (said[0][0], said[0][1][:len(message)]) == (path, message)
    assert found("wanted", ["9"]) == [], "what was received is not asked again what became of it"


def test_what_nobody_offers_keeps_nobody_from_applying():
    whole = Definition.parse(a_body({**OFFERS, "required": True, "min": 2}))
    question = whole.question("wanted")
    for offers, wrong in (({}, False), ({"2": "full"}, False), ({"1": "open"}, True), (None, True)):
        assert bool(check_answer(question, [], whole, offers=offers)) is wrong
    assert check_answer(question, ["1"], whole, offers={"1": "open", "2": "full"}) == []
    assert check_answer(question, ["1"], whole, offers={"1": "open", "3": "open"}) != []


@pytest.mark.parametrize(("rows", "path", "message"), [
    ([row(), row(name="둘(가상)", brn=OTHER, share=70)], None, None),
    ([row(brn="", country="베트남")], None, None), ([row(brn="VN-1", country="Vietnam")], None, None),
    ([row(brn="")], "0.brn", "Write the ten digits"), ([row(brn="1234567890")], "0.brn", "Write the ten digits"),
    ([row(brn="", country="대한민국")], "0.brn", "Write the ten digits"), ([row(name="")], "0.name", "Fill this in."),
    ([row(role="boss")], "0.role", "Choose a role."), ([row(share=0)], "0.share", "This must be a whole number from 1 to 100."),
    ([row(share=-5)], "0.share", "This must be a whole number"), ([row(share=None)], "0.share", "This must be a whole number"),
    ([row(), row(name="둘(가상)")], "1.brn", "Another row already has this number."),
    ([row(), row(brn=OTHER)], "1.name", "Another row already has this name."),
    ([row(share=60), row(name="둘(가상)", brn=OTHER, share=41)], "share", "The shares may total at most 100; they total 101 now."),
    ([row(brn="000-88-0")], "0.brn", "Write the ten digits"), ([row(name="가" * 101)], "0.name", "Write at most 100 characters"),
])
def test_members_are_known_once_and_share_at_most_the_whole(rows, path, message):
    said = found("members", rows)
    assert said == [] if path is None else (said[0][0], said[0][1][:len(message)]) == (path, message)


def test_the_applicant_is_no_member_of_its_own_consortium():
    written = f"{VALID[:3]}-{VALID[3:5]}-{VALID[5:]}"
    for applicant in (VALID, written):
        assert found("members", [row()], applicant=applicant) == [("0.brn", "This is your own company. Name only the others.")]
    assert found("members", [row()], applicant=OTHER) == []


def test_a_form_asks_for_each_once_and_limits_only_offers():
    twice = a_body(OFFERS, {**OFFERS, "key": "again"})
    with pytest.raises(DefinitionError, match="only once"):
        Definition.parse(twice)
    with pytest.raises(DefinitionError, match="have limits"):
        Definition.parse(a_body({**CONSORTIUM, "max": 3}))
    with pytest.raises(DefinitionError, match="At most 10 offers can be ranked"):
        Definition.parse(a_body({**OFFERS, "max": 11}))
    assert Definition.parse(a_body({**OFFERS, "min": 1, "max": 5})).question("wanted").max == 5


def test_a_browser_reads_and_writes_both_without_loss():
    wanted, members = WHOLE.question("wanted"), WHOLE.question("members")
    typed = fields.typed_of(members, [row()])
    assert typed[0]["brn"] == f"{VALID[:3]}-{VALID[3:5]}-{VALID[5:]}"
    form = {f"q-members-0-{name}": str(cell) for name, cell in typed[0].items()} | {"q-wanted-0": "4", "q-wanted-1": ""}
    assert check_draft_value(members, fields.raw_of(members, fields.typed_in(members, form))).value == [row()]
    assert fields.raw_of(wanted, fields.typed_in(wanted, form)) == ["4"]
    assert (fields.anchor(wanted, "1"), fields.anchor(members, "0.brn")) == ("q-wanted-1", "q-members-0-brn")


def test_what_can_be_chosen_is_what_an_agreed_partner_offers_today():
    city = b.a_municipality()
    partner, far, day = b.a_partner(city), b.a_partner(), today()
    shown, full = b.an_offer(partner), b.an_offer(partner, slots=1, taken=1)
    talked = b.an_offer(b.a_partner(city, state="talking"))
    ended = b.an_offer(b.a_partner(city, agreed_on=day - 2 * YEAR, ends_on=day - YEAR))
    over = b.an_offer(partner, opens_on=day - 2 * YEAR, closes_on=day - YEAR)
    coming = b.an_offer(partner, opens_on=day + YEAR, closes_on=day + 2 * YEAR)
    withdrawn, foreign = b.an_offer(partner, state="withdrawn"), b.an_offer(far)
    everything = [each.id for each in (talked, ended, over, coming, withdrawn, foreign)]
    assert offers_to_choose(city.id) == [shown, full] and full.phase == "full"
    named = offers_to_choose(city.id, named=everything)
    assert talked not in named and foreign not in named and {over, coming, withdrawn, ended} <= set(named)
    assert talked in offers_to_choose(city.id, received=[talked.id])


def test_the_blank_form_lists_what_partners_offer():
    call = b.a_call(definition=a_body(OFFERS, CONSORTIUM))
    offer = b.an_offer(b.a_partner(call.program.municipality))
    for locale in ("ko", "en"):
        with force_locale(locale):
            words = str(blank_form(call, [], [offer]))
        assert offer.title[locale] in words and offer.partner.name[locale] in words
    assert "Share of the work" in words
