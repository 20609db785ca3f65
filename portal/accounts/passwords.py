"""Passwords: kept as argon2 hashes, checked in the same time without an account, refused when easily guessed."""

import re
import secrets
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts.typed import composed
from portal.foundation.i18n import _

LEAST, MOST = 8, 128
MINIMUM_LEFT = 4  # characters that must remain once guessable words are taken away
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's minimum for argon2id, about 20 ms
WORDS_FILE = Path(__file__).with_name("common_passwords.txt")


def hash_of_password(password: str) -> str:
    """What the database keeps; Hangul is composed first, so that every keyboard gives the same password."""
    return HASHER.hash(_composed(password))


def matches(password: str, kept: str) -> bool:
    """Whether this is the password. An account that does not exist (`kept` empty) takes as long as a wrong password."""
    tried = _composed(password)
    fits = len(tried) <= MOST
    try:
        return HASHER.verify(kept or _hash_of_nothing(), tried if fits else "") and fits and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def take_the_usual_time() -> None:
    """Work as long as for a password, so that the answer's time does not tell whether there is an account."""
    matches("", "")


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other settings than today's."""
    return HASHER.check_needs_rehash(kept)


def problem_with(password: str, *about_the_person: str) -> str | None:
    """Why a new password cannot be taken, or None: the length, or words that anyone would try first."""
    length = len(_composed(password))
    if length < LEAST:
        return _("Use at least %(least)s characters.", least=LEAST)
    if length > MOST:
        return _("Use at most %(most)s characters.", most=MOST)
    if is_guessable(password, *about_the_person):
        return _("This is easily guessed. Put together several words that have nothing to do with each other.")
    return None


def is_guessable(password: str, *about_the_person: str) -> bool:
    """Whether little is left once common passwords, words of this field, years and the person's own names are taken away."""
    left = _composed(password).casefold()
    if len(set(left)) < MINIMUM_LEFT:
        return True
    own = {part for text in about_the_person for part in re.split(r"[\W_]+", text.casefold()) if len(part) >= 2}
    for word in sorted(own | common_words(), key=lambda one: (-len(one), one)):
        left = left.replace(word, "")
    return len(re.sub(r"20\d\d|19\d\d", "", left)) < MINIMUM_LEFT


@lru_cache
def common_words() -> frozenset[str]:
    """The passwords tried first, in lower case, from the file beside this one."""
    lines = WORDS_FILE.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache
def _hash_of_nothing() -> str:
    return HASHER.hash(secrets.token_hex(32))


def _composed(password: str) -> str:
    return composed(password).encode("utf-8", "replace").decode()
