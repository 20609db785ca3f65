"""Who may: predicates that compose, grants written once, and nobody who was not named."""

import pytest

from portal.accounts.models import Nobody
from portal.foundation.errors import Forbidden
from portal.foundation.policy import GRANTS, SYSTEM, Who, anyone, grant, may, require, the_portal_itself, who
from tests import builders as b


def is_in(*names: str) -> Who:
    return who(" ".join(names))(lambda actor, _subject: actor in names)


@pytest.fixture
def lamp_grants():
    grant("lamp", {"touch": is_in("ann"), "see": anyone})
    yield
    del GRANTS["lamp"]


def test_either_of_two_may_when_joined_by_or():
    either = is_in("ann") | is_in("ben")
    assert [either(actor, None) for actor in ("ann", "ben", "cat")] == [True, True, False]
    assert str(either.words) == "ann or ben"


def test_only_who_is_both_may_when_joined_by_and():
    both = is_in("ann", "ben") & is_in("ben", "cat")
    assert [both(actor, None) for actor in ("ann", "ben", "cat")] == [False, True, False]
    assert str(both.words) == "ann ben who is also ben cat"


def test_what_was_not_granted_is_an_error_and_never_a_yes(lamp_grants):
    for permission in ("lamp.sell", "chair.touch", "lamp"):
        for ask in (may, require):
            with pytest.raises(LookupError, match="nobody was granted"):
                ask("ann", permission, None)


def test_a_noun_gets_its_grants_once(lamp_grants):
    with pytest.raises(ValueError, match="lamp has its grants already"):
        grant("lamp", {"touch": anyone})
    assert not may("ben", "lamp.touch", None)


def test_who_may_not_is_told_who_may(lamp_grants):
    require("ann", "lamp.touch", None)
    with pytest.raises(Forbidden, match="Only ann may do this"):
        require("ben", "lamp.touch", None)


def test_only_the_portal_itself_is_the_portal():
    assert the_portal_itself(SYSTEM, None)
    for actor in (Nobody(), b.an_administrator()):
        assert not the_portal_itself(actor, None)
