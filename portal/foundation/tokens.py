"""Secrets handed to people by mail: 256 random bits to them, only the hash to the database."""

import hashlib
import secrets


def fresh_token() -> tuple[str, str]:
    """A new token for a link, and the hash to store."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
