"""Two languages: the reader's half, and the other one rather than nothing."""

import pytest

from portal.foundation.i18n import force_locale, in_locale, locale

BOTH = {"ko": "실증", "en": "pilot"}


@pytest.mark.parametrize(("language", "read"), [("ko", "ko"), ("en", "en"), ("fr", "ko")])
def test_the_reader_has_one_of_two_languages_and_korean_rather_than_a_third(language, read):
    with force_locale(language):
        assert locale() == read
        assert in_locale(BOTH) == BOTH[read]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_where_one_half_is_missing_the_other_is_read(language):
    with force_locale(language):
        assert in_locale({"ko": "실증"}) == in_locale({"ko": "실증", "en": ""}) == "실증"
        assert in_locale({"en": "pilot"}) == in_locale({"en": "pilot", "ko": ""}) == "pilot"
        assert in_locale({}) == ""
