"""The significant words of a text, and those that two texts share, whatever particle each stands with."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# What stands behind a Korean noun; the longest is taken off before its own end would be.
ENDING_WORDS = """
    으로부터 에서부터 에게서 에서는 에서도 에게는 까지의 으로는 으로도 로부터 에서의 이라도 으로 에서 에게 까지
    부터 처럼 보다 마다 이나 라도 에는 에도 들의 들이 들을 들은 했습니다 합니다 됩니다 입니다 하려면 하도록 되도록
    하면서 하는 하고 하여 해서 하기 되는 되고 되어 한다 된다 이며 이고 이다 은 는 이 가 을 를 의 에 와 과 도 로 만
    들 한 할 된 될
"""
ENDINGS = tuple(sorted(ENDING_WORDS.split(), key=len, reverse=True))
SURE = ("를", "는", "에")
MOST_ENDINGS = 3
LEAST_HANGUL, LEAST_LATIN = 2, 2
# Words that say nothing about what is meant, because nearly every text of the portal has them.
STOP_WORDS = """
    있습니다 없습니다 그리고 그러나 그래서 위해 위하여 위한 통해 통한 대한 대해 따라 관련 현재 지금 필요 문제 과제
    사업 실증 기업 회사 우리 저희 개선 활용 이용 사용 제공 지원 시스템 서비스 기술 솔루션 플랫폼 도시 시민 지자체
    데이터 이상 이하 경우 가능 다양 모든 여러 매우 등의 이번 지난 올해 매년 매월 하루 평균 기준 결과 효과 확인 방법
    운영 관리 담당 담당자 부서 직원 업무 이용자 사용자 시간 기간 장소 현장 대상 것입니다 싶습니다 때문 정도 ai and are can city
    data for from have in into is it of on or our that the their this to use used we will with by at an as be
"""
STOP = frozenset(STOP_WORDS.split())
WORD = re.compile(r"[가-힣]+|[a-z][a-z0-9]+")


@dataclass(frozen=True)
class Keywords:
    """The words of a text; each with its possible stems, longest first."""

    stems: tuple[tuple[str, ...], ...]
    all: frozenset[str]


def keywords(texts: Iterable[str]) -> Keywords:
    """Read the significant words out of texts: Hangul from two syllables on, Latin from two letters on, no stop words."""
    found: dict[tuple[str, ...], None] = {}
    for text in texts:
        for word in WORD.findall(unicodedata.normalize("NFC", text).lower()):
            stems = _stems(word)
            if stems and STOP.isdisjoint(stems):
                found[stems] = None
    return Keywords(tuple(found), frozenset(stem for stems in found for stem in stems))


def shared(one: Keywords, other: Keywords) -> tuple[str, ...]:
    """The words in both, as stems, longest first; the same whichever text comes first."""
    both = one.all & other.all
    if not both:
        return ()
    named = _longest(one, both) & _longest(other, both)
    return tuple(sorted(named, key=lambda stem: (-len(stem), stem)))


def _longest(words: Keywords, both: frozenset[str]) -> set[str]:
    return {next(stem for stem in stems if stem in both) for stems in words.stems if not both.isdisjoint(stems)}


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    """What the word may be without its endings. A long ending and a SURE one go; another short one may belong to the noun,
    as in "보도", so that the word stays possible with it and without."""
    if word.isascii():
        return (word,) if len(word) >= LEAST_LATIN else ()
    stems = [word] if len(word) >= LEAST_HANGUL else []
    for _time in range(MOST_ENDINGS):
        ending = next((each for each in ENDINGS if word.endswith(each) and len(word) - len(each) >= LEAST_HANGUL), None)
        if ending is None:
            break
        word = word.removesuffix(ending)
        if len(ending) > 1 or ending in SURE:
            stems.pop()
        stems.append(word)
    return tuple(stems)
