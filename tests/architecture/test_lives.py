"""Every life can be lived: each move has a grant, each state is reached and named, each letter can be written."""

import pytest

from config import ROOT
from portal import tell_the_story
from portal.foundation.lifecycle import LIVES
from portal.foundation.policy import GRANTS

tell_the_story()
MOVES = [(life, move) for life in LIVES.values() for move in life.moves]
FIRST = {"call": "draft", "revision": "writing", "inquiry": "asked", "proposal": "draft", "seat": "invited",
         "review": "assigned", "selection": "draft", "siting": "asked", "offer_request": "asked", "pilot": "preparing", "milestone": "planned",
         "partner": "proposed", "offer": "shown",
         "challenge": "writing", "interest": "registered", "match": "looked_at", "pool_entry": "listed",
         "event": "writing", "invitee": "asked", "meeting": "requested", "event_question": "asked"}


@pytest.mark.parametrize(("life", "move"), MOVES, ids=lambda value: getattr(value, "verb", getattr(value, "noun", "")))
def test_a_move_has_a_grant_and_its_letters(life, move):
    assert move.verb in GRANTS[life.noun], f"nobody may {life.noun}.{move.verb}: write it in the policy of the noun"
    for name in move.tells:
        assert name in life.notices, f"{life.noun}.{move.verb} promises the letter {name}; write it in notices.py"


@pytest.mark.parametrize("life", LIVES.values(), ids=lambda life: life.noun)
def test_every_state_is_named_and_reached(life):
    reached = {FIRST[life.noun]}
    grew = True
    while grew:
        more = {m.target.value for m in life.moves if m.target and reached & {o.value for o in m.origins}}
        grew = not more <= reached
        reached |= more
    for state in life.states:
        assert state in life.labels, f"{life.noun}: {state} has no word for people"
        assert state.value in reached, f"{life.noun}: no move leads to {state}"


def test_every_letter_that_is_owed_has_its_template():
    import ast

    from tests.architecture.sources import PORTAL, named, tree_of

    for path in PORTAL.rglob("*.py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Owed":
                given = node.args[2] if len(node.args) > 2 else next((k.value for k in node.keywords if k.arg == "template"), None)
                if isinstance(given, ast.Constant):
                    assert (ROOT / "templates" / "letters" / f"{given.value}.txt").exists(), (
                        f"{named(path)}:{node.lineno} owes the letter {given.value}, which has no template")
