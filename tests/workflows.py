"""The Gangnam workflow with more of what judging can do; each is a fresh body that a test may change further."""

import copy
from typing import Any

from tests.builders import program_file

Body = dict[str, Any]


def plain() -> Body:
    return copy.deepcopy(program_file()["definition"])


def with_bodies(**changes: Any) -> Body:
    """The last stage is scored by a panel (70) and citizens (30); `changes` to the citizens."""
    body = plain()
    body["stages"][-1]["bodies"] = [
        {"key": "panel", "label": {"ko": "전문가", "en": "Experts"}, "weight": 70, "size_min": 5, "size_max": 10},
        {"key": "citizens", "label": {"ko": "시민평가단", "en": "Citizens"}, "weight": 30, "size_min": 3, "size_max": 30,
         "min_valid_scores": 3} | changes]
    return body


def with_facts(**changes: Any) -> Body:
    """The last criterion of each stage is entered by the operator from facts; `changes` to that of the last stage."""
    body = plain()
    for stage in body["stages"]:
        criterion = stage["criteria"][-1]
        criterion |= {"sub": [], "entered_by": "operator", "facts": {"ko": "유동비율 150% 이상 만점, 100% 이상 60%", "en": "By liquidity ratio"}}
    body["stages"][-1]["criteria"][-1].update(changes)
    return body


BANDS = [
    {"from_pct": 90, "label": {"ko": "탁월", "en": "Outstanding"},
     "descriptor": {"ko": "근거 자료가 모두 있고 현장 검증까지 마쳤습니다.", "en": "All evidence is there and tested on site."}},
    {"from_pct": 60, "label": {"ko": "보통", "en": "Fair"}, "descriptor": {"ko": "근거 자료가 일부 있습니다.", "en": "Some evidence."}},
]


def with_bands() -> Body:
    """Bands in words on the first part of the first criterion of the last stage."""
    body = plain()
    body["stages"][-1]["criteria"][0]["sub"][0]["bands"] = copy.deepcopy(BANDS)
    return body


def with_deductions(cap: int | None = None) -> Body:
    """Points come off for an earlier giving-up (3) and for a name shown in a blind review (2)."""
    body = plain()
    body["deductions"] = [
        {"key": "gave_up", "label": {"ko": "최근 3년 안에 협약 포기", "en": "Gave up an agreement within three years"}, "points": 3},
        {"key": "named", "label": {"ko": "블라인드 평가에서 신원 노출", "en": "Identity shown in a blind review"}, "points": 2}]
    if cap is not None:
        body["scoring"]["deduction_cap"] = cap
    return body


GATES = [
    {"key": "street", "label": {"ko": "현장 설치 가능", "en": "Can be installed on site"},
     "help": {"ko": "전원과 통신을 현장에서 확인합니다.", "en": "Power and network are checked on site."}},
    {"key": "safety", "label": {"ko": "보행 안전", "en": "Safe for pedestrians"}},
]


def with_a_site_visit(**changes: Any) -> Body:
    """A site visit that is decided by two checks alone stands between the document stage and the final one."""
    body = plain()
    body["stages"].insert(1, {
        "key": "visit", "kind": "site_visit", "label": {"ko": "현장실사", "en": "Site visit"}, "weight": 0, "threshold": 0,
        "criteria": [], "pass_rule": {"kind": "threshold"}, "gates": copy.deepcopy(GATES)} | changes)
    return body


def with_revision(**changes: Any) -> Body:
    """Who reaches the last stage may revise the proposal for a week; `changes` to what they may."""
    body = plain()
    body["stages"][-1]["revise"] = {"days": 7} | changes
    return body
