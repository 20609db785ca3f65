"""Registration numbers, passwords, addresses and lines of text: what is taken and what is not."""

import pytest

from portal.accounts import passwords, registration_number
from portal.accounts.typed import Typed, printable, tidy_email
from portal.foundation.errors import Invalid


@pytest.mark.parametrize("good", ["124-81-00998", "1248100998", " 124 81 00998 ", "１２４８１００９９８", "220-81-62517"])
def test_a_registration_number_with_the_right_check_digit_is_taken(good):
    assert registration_number.is_valid(good)


@pytest.mark.parametrize("bad", ["124-81-00997", "124-81-0099", "124-81-009988", "", "abc", "-1248100998x", "1e309",
                                 "\x00" * 10])
def test_a_registration_number_with_one_digit_wrong_is_not(bad):
    assert not registration_number.is_valid(bad)


def test_a_registration_number_is_written_with_its_hyphens():
    assert registration_number.written(registration_number.compact("1248100998")) == "124-81-00998"


@pytest.mark.parametrize("weak", ["password", "Password2026!", "company2026", "Seoulcity2026", "서울시청2026!", "qwer1234",
                                  "aaaaaaaaaa", "abababab", "12345678", "비밀번호비밀번호"])
def test_what_anyone_would_try_first_is_refused(weak):
    assert passwords.is_guessable(weak)


@pytest.mark.parametrize("strong", ["correct horse battery staple", "느티나무 아래 파란 우산", "x9$kQ!v2", "83029571640"])
def test_several_unrelated_words_or_signs_are_taken(strong):
    assert passwords.problem_with(strong) is None


def test_ones_own_name_and_address_do_not_make_a_password():
    assert passwords.is_guessable("haneulkim77", "Haneul Kim", "haneul.kim@company.kr")
    assert not passwords.is_guessable("haneulkim77")


def test_a_password_has_eight_to_128_characters_and_all_of_them_count():
    assert passwords.problem_with("x9$kQ!v") is not None
    longest = "느티나무 아래 파란 우산 " * 9 + "하나둘"
    longest = longest[:128]
    assert passwords.problem_with(longest) is None
    assert passwords.problem_with(longest + "1") is not None
    kept = passwords.hash_of_password(longest)
    assert passwords.matches(longest, kept)
    assert not passwords.matches(longest[:-1] + "x", kept)
    assert not passwords.matches(longest + "1", kept)


def test_hangul_typed_in_parts_is_the_same_password():
    import unicodedata
    kept = passwords.hash_of_password("느티나무 우산")
    assert passwords.matches(unicodedata.normalize("NFD", "느티나무 우산"), kept)


@pytest.mark.parametrize("odd", ["", "\x00", "\ud800", "x" * 100_000])
def test_no_password_matches_an_account_that_does_not_exist(odd):
    assert not passwords.matches(odd, "")
    assert not passwords.matches(odd, "not a hash")


@pytest.mark.parametrize(("typed", "kept"), [
    (" Name@Company.KR ", "name@company.kr"), ("a@한글.kr", "a@xn--bj0bj06e.kr"), ("x@localhost", ""), ("a\r\nBcc: b@c.kr", ""),
    ("", ""), (None, ""), ("a" * 300 + "@b.kr", ""), ("\x00a@b.kr", "a@b.kr")])
def test_an_address_is_kept_in_one_form_or_not_at_all(typed, kept):
    assert tidy_email(typed) == kept


def test_what_cannot_be_shown_is_left_out_and_hangul_is_composed():
    assert printable("\x00가\u0000\ud800\uffff나\U0001fffe😀\r\n") == "가나😀\r\n"
    assert Typed({"name": "\u1112\u1161\u11ab"}).line("name", 10) == "한"


def test_text_made_to_take_long_does_not():
    import time
    slow = "a" + "\u0300\u0316" * 500_000
    start = time.perf_counter()
    read = Typed({"name": slow, "email": slow + "@company.kr", "phone": slow, "founded": slow, "brn": slow})
    read.line("name", 60), read.email(), read.phone(), read.number("founded", 1, 2), read.registration_number()
    assert passwords.problem_with(slow) is not None
    assert not passwords.matches(slow, "")
    assert set(read.problems) == {"name", "email", "phone", "founded", "brn"}
    assert time.perf_counter() - start < 3


def test_every_problem_is_said_at_once_beside_its_field():
    typed = {"name": "\n", "phone": "call me", "founded": "1e309", "one": "900101-1234567", "long": "x" * 11, "locale": "fr"}
    read = Typed(typed)
    read.line("name", 10, required=True)
    read.phone()
    read.number("founded", 1850, 2026)
    read.line("one", 100)
    read.line("long", 10)
    read.locale()
    with pytest.raises(Invalid) as refused:
        read.done()
    assert set(refused.value.fields) == {"name", "phone", "founded", "one", "long", "locale"}


@pytest.mark.parametrize(("typed", "value"), [("2021", 2021), ("", None), (" 1,999 ", 1999)])
def test_a_year_is_a_whole_number_or_nothing(typed, value):
    read = Typed({"founded": typed})
    assert read.number("founded", 1850, 2026) == value
    read.done()
