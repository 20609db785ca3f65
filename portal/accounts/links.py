"""One-use links in letters: the token is made from a seed with the portal's key, so that no row and no letter holds it."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable

# Where the portal's key comes from; the doors put it here, since stages know no settings.
keys: list[Callable[[], str]] = []


def fresh_seed() -> str:
    """128 random bits: what a letter may carry in place of its token."""
    return secrets.token_hex(16)


def token_from(seed: str) -> str:
    """The token of a seed: 256 bits that only someone with the portal's key can compute."""
    made = hmac.new(keys[0]().encode(), f"one-use link {seed}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
