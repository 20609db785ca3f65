"""The words of stored files, for search: which files are still unread, and what was read of each, kept beside its row."""

import logging
import shutil
import subprocess
import sys
import tempfile
from typing import Any

from sqlalchemy import select

from config import ROOT
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Problem
from portal.foundation.files.texts import MOST, READERS
from portal.foundation.filing import open_file
from portal.foundation.stored_files import FileText, StoredFile

log = logging.getLogger("portal.reading")
SECONDS = 8.0
KNOWS = {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}  # nothing of ours: no address of a database, no key


def unread_files(limit: int) -> list[Any]:
    """Rows with `id, key, extension` of files that can be read and were not yet, oldest first."""
    waiting = select(StoredFile.id, StoredFile.key, StoredFile.extension).outerjoin(
        FileText, FileText.file_id == StoredFile.id).where(
        FileText.file_id.is_(None), StoredFile.extension.in_(list(READERS)))
    return list(db.session.execute(waiting.order_by(StoredFile.id).limit(limit)))


def read(stored: Any) -> tuple[str, str]:
    """The words of a file and, where nothing could be read, why; takes up to SECONDS, so never within a transaction.

    A process of its own that knows nothing of ours reads it: whatever the file does to that, the portal goes on.
    """
    try:
        with tempfile.NamedTemporaryFile(prefix="reading-") as copy, open_file(stored) as file:
            shutil.copyfileobj(file, copy)
            copy.flush()
            command = [sys.executable, "-m", "portal.foundation.files.texts", copy.name, stored.extension]
            done = subprocess.run(command, cwd=ROOT, env=KNOWS, capture_output=True, timeout=SECONDS, check=True)
    except subprocess.TimeoutExpired:
        return "", "too slow"
    except subprocess.CalledProcessError as error:
        log.info("file %s could not be read: %s", stored.id, error.stderr.decode("utf-8", "replace")[-500:])
        return "", "not readable"
    except Problem as missing:
        return "", str(missing)
    return done.stdout.decode("utf-8", "replace")[:MOST], ""


def keep_text(file_id: int, text: str, trouble: str) -> None:
    """Keep what was read; read twice, the later one stays."""
    db.session.merge(FileText(file_id=file_id, text=text, trouble=trouble, read_at=now()))
