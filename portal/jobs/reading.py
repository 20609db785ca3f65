"""The words of uploaded files are read after the upload, a few files at a time, so that a search finds them."""

from datetime import timedelta

from portal.foundation import reading
from portal.foundation.clock import now
from portal.foundation.transactions import transaction

AT_ONCE = 20
LONGEST = timedelta(seconds=20)


def read_new_files() -> int:
    """Read what was not read yet, for about LONGEST at most, so that e-mails are not held up; the number read."""
    began, done = now(), 0
    with transaction(read_only=True):
        waiting = reading.unread_files(AT_ONCE)
    for file in waiting:
        text, trouble = reading.read(file)
        with transaction():
            reading.keep_text(file.id, text, trouble)
        done += 1
        if now() - began > LONGEST:
            break
    return done
