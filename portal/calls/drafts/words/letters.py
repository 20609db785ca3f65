"""Names of what a city adds to letters and results in its own words."""

from portal.foundation.i18n import _l

FIELDS: dict[tuple[str, str], tuple[object, object | None]] = {
    ("Definition", "letters"): (_l("Own words in letters and results"),
                                _l("They stand below what every letter says anyway. A result is never told by e-mail: "
                                   "its words are read after signing in.")),
    ("OwnWords", "where"): (_l("Letter or result"), None),
    ("OwnWords", "words"): (_l("Your words"), _l("{company}, {title}, {number} and {call} are filled in.")),
}

CHOICES: dict[tuple[str, str], dict[str, object]] = {
    ("OwnWords", "where"): {
        "proposal_received": _l("letter: proposal received"), "supplement_requested": _l("letter: supplement requested"),
        "found_ineligible": _l("letter: not eligible"), "result_released": _l("letter: a result can be read"),
        "pilot_began": _l("letter: the pilot has started"), "passed": _l("result: passed a stage"),
        "selected": _l("result: selected"), "reserve": _l("result: on the reserve list"),
        "not_selected": _l("result: not selected"),
    },
}

ENTRIES: dict[str, object] = {"OwnWords": _l("Own words")}
