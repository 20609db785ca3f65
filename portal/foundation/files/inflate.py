"""Unpacking deflated bytes in small pieces, counted as they come."""

import zlib
from collections.abc import Iterator

from portal.foundation.files.limits import CHUNK, Budget

RAW = -zlib.MAX_WBITS  # as Hangul packs its streams
WITH_HEADER = zlib.MAX_WBITS  # as PDF packs its streams


def collected(pieces: Iterator[bytes], limit: int) -> bytes:
    """The pieces as one, cut off after about `limit` bytes; the rest is still counted."""
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size <= limit + CHUNK:
            kept.append(piece)
    return b"".join(kept)


def inflated(data: bytes | memoryview, how: int, budget: Budget) -> Iterator[bytes]:
    """The unpacked bytes, at most 64 KB at a time; `how` is RAW or WITH_HEADER. Raises zlib.error, and FileRefused."""
    machine = zlib.decompressobj(how)
    pending: bytes | memoryview = data
    while not machine.eof:
        piece = machine.decompress(pending, CHUNK)
        pending = machine.unconsumed_tail
        budget.spend(len(piece))
        if piece:
            yield piece
        elif not pending:
            return
