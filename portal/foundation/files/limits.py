"""How much work one file may cause: bytes unpacked, entries, pixels and seconds, counted in one budget."""

from dataclasses import dataclass, field
from time import monotonic

from portal.foundation.files.refusals import FileRefused

MEGABYTE = 1_000_000
CHUNK = 64 * 1024  # bytes read at a time, so that no member is ever held whole unless it must be

MAX_UNPACKED = 250 * MEGABYTE  # all members of a file together, archives inside archives included
MAX_ENTRIES = 10_000
MAX_ARCHIVE_DEPTH = 3  # a zip in a zip in a zip is the last one opened
MAX_DIRECTORY = 4 * MEGABYTE  # bytes of a zip's table of contents
MAX_RATIO = 100  # unpacked : packed, for a member of more than RATIO_FROM bytes; honest text and sheets stay below 60
RATIO_FROM = 50 * MEGABYTE
MAX_PIXELS = 100 * MEGABYTE  # the largest phone picture sold as ordinary is 50 million
MAX_SIDE = 30_000  # pixels
MAX_OBJECT = 32 * MEGABYTE  # an object inside a document that must be held whole to be looked at
MAX_SECONDS = 5.0


@dataclass
class Budget:
    """What is left for one file; every method raises FileRefused when it is used up."""

    unpacked: int = MAX_UNPACKED
    entries: int = MAX_ENTRIES
    seconds: float = MAX_SECONDS
    started: float = field(default_factory=monotonic)

    def spend(self, size: int) -> None:
        """Count `size` more unpacked bytes."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise FileRefused("unpacks_too_large")
        self.check_time()

    def enter(self, entries: int) -> None:
        """Count `entries` more members of an archive."""
        self.entries -= entries
        if self.entries < 0:
            raise FileRefused("too_many_entries", limit=f"{MAX_ENTRIES:,}")

    def check_time(self) -> None:
        """Refuse when the file has taken longer than its seconds."""
        if monotonic() - self.started > self.seconds:
            raise FileRefused("too_complex")


def in_megabytes(size: int) -> str:
    """A size for a person: `10 MB`, `1.5 MB`, `300 KB`; `size` in bytes, 1 MB = 1,000,000 bytes."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / MEGABYTE:.1f}".removesuffix(".0") + " MB"
