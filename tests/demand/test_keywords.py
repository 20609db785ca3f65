"""Which words two texts share: particles and endings do not count, small words do not either."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import ROOT
from portal.demand.keywords import keywords, shared
from portal.demand.overlap import Reason, Traits, is_enough, reasons_between, score_of
from portal.programs.fields import FIELDS


def common(one, other):
    return shared(keywords([one]), keywords([other]))


@pytest.mark.parametrize(("one", "other", "words"), [
    ("횡단보도", "횡단보도를 건넙니다", ("횡단보도",)),
    ("횡단보도에서는", "횡단보도", ("횡단보도",)),
    ("어린이에게는 신호가 짧습니다", "어린이의 신호를 늘립니다", ("어린이", "신호")),
    ("누수를 소리로 찾습니다", "소리만으로 누수 탐지", ("누수", "소리")),
    ("좁은 보도에서 멈춥니다", "보도에서 마주칩니다", ("보도",)),
    ("차단기를 내립니다", "차단기를 올립니다", ("차단기",)),
    ("학교까지도 갑니다", "학교에서부터 옵니다", ("학교",)),
    ("아들이 아이들에게", "아들을 아이들이", ("아들", "아이")),
    ("도로부터", "도로", ("도로",)),
    ("도로", "보도", ()),
    ("도시 서비스를 제공합니다", "시민에게 서비스를 제공", ()),
    ("생성형 AI 상담", "AI 상담사", ()),
    ("IoT sensors 설치", "iot 설치하는", ("iot", "설치")),
    ("", "무엇이든", ()),
    ("2026 42", "2026 42", ()),
])
def test_shared_words_are_named_as_stems(one, other, words):
    assert set(common(one, other)) == set(words)


def test_hangul_typed_in_parts_is_the_same_word():
    import unicodedata
    assert common(unicodedata.normalize("NFD", "누수 탐지"), "누수를") == ("누수",)


SOME = st.text(alphabet="보도횡단에서를은의 가나다ab ", max_size=60)


@given(SOME, SOME)
def test_the_order_of_the_two_does_not_matter(one, other):
    assert common(one, other) == common(other, one)


@given(SOME)
def test_a_text_shares_every_word_with_itself(one):
    found = keywords([one])
    assert len(shared(found, found)) == len({stems[0] for stems in found.stems})


def traits(field="safety", city=1, site=None, words=""):
    return Traits(field, city, site, keywords([words]))


def test_each_common_trait_is_named_with_its_points():
    one, other = traits(site=7, words="횡단보도 신호"), traits(site=7, words="횡단보도에서 신호를")
    found = reasons_between(one, other)
    assert [(each.kind, each.points) for each in found] == [("field", 3), ("site", 3), ("city", 2), ("words", 2)]
    assert found[-1].words == ("횡단보도", "신호") and score_of(found) == 10


def test_five_words_count_at_most_and_nothing_is_common_with_nothing():
    many = "하늘색 바닷물 소나무 참나무 은행잎 단풍잎 갈대밭"
    assert score_of(reasons_between(traits("", None, words=many), traits("", None, words=many))) == 5
    assert reasons_between(traits("", None), traits("", None)) == []


def test_the_same_city_or_one_word_alone_is_not_enough():
    assert not is_enough([Reason("city", 2), Reason("words", 1, ("신호",))])
    assert is_enough([Reason("words", 2, ("신호", "횡단보도"))])
    assert is_enough([Reason("field", 3)])


def test_the_fields_are_those_of_the_calls():
    keys = set()
    for path in (ROOT / "portal" / "cli" / "demo" / "programs").glob("*.json"):
        questions = json.loads(path.read_text("utf-8"))["definition"]["questions"]
        keys |= {choice["key"] for each in questions if each["key"] == "category" for choice in each["choices"]}
    assert keys <= set(FIELDS) and set(FIELDS) - keys == {"staff_ai"}
