"""The one way a file comes in and goes out, with the store and the scanner that the settings name."""

import errno
import hashlib
import io

import pytest
from sqlalchemy import select

from portal.foundation import filing
from portal.foundation.db import db
from portal.foundation.files import FileRefused
from portal.foundation.files.scan import EICAR
from portal.foundation.filing import NotNow
from portal.foundation.stored_files import StoredFile
from tests import builders as b
from tests.foundation.files import samples
from tests.foundation.files.clamd import a_daemon, a_daemon_on_a_port


@pytest.fixture
def settings(app):
    """The settings of the app, put back when the test ends."""
    kept = dict(app.config)
    yield app.config
    app.config.update(kept)


def receive(content, name="계획서.pdf", accept=("pdf",), max_bytes=1_000_000, by=None):
    return filing.receive(io.BytesIO(content), name, list(accept), max_bytes, by=by or b.a_user())


def stored():
    return list(db.session.scalars(select(StoredFile)))


class FullDisk(io.BytesIO):
    def read(self, size=-1):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_was_kept_is_written_down_and_comes_out_byte_for_byte():
    user, content = b.a_user(), samples.pdf()
    row = receive(content, "C:\\폴더\\계획서.PDF", by=user)
    assert (row.name, row.size, row.mime, row.extension) == ("계획서.PDF", len(content), "application/pdf", "pdf")
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    assert row.received_by_id == user.id and row.id is not None
    with filing.open_file(row) as file:
        assert file.read() == content


def test_a_kind_a_size_and_a_content_that_this_place_does_not_take_leave_no_row():
    pdf = samples.pdf()
    for content, name, limit in ((pdf, "a.exe", 1_000_000), (pdf, "a.pdf", len(pdf) - 1), (EICAR, "a.pdf", 1_000_000)):
        with pytest.raises(FileRefused):
            receive(content, name, max_bytes=limit)
    assert receive(pdf, max_bytes=len(pdf)) and len(stored()) == 1


def test_while_the_scanner_is_away_nothing_is_kept_and_later_helps(settings, tmp_path):
    settings["CLAMD"] = str(tmp_path / "nobody.ctl")
    with pytest.raises(NotNow, match="viruses just now") as away:
        receive(samples.pdf())
    assert away.value.status == 503 and stored() == []


def test_while_the_disk_is_full_nothing_is_kept_and_later_helps():
    with pytest.raises(NotNow, match="no room"):
        filing.receive(FullDisk(), "a.pdf", ["pdf"], 1_000_000, by=b.a_user())
    assert stored() == []


def test_a_file_that_the_store_has_lost_is_said_and_is_no_crash():
    row = receive(samples.pdf())
    row.key = "0" * 32
    with pytest.raises(NotNow, match="cannot be fetched"):
        filing.open_file(row)


@pytest.mark.parametrize("kind", ["socket", "port"])
def test_the_daemon_that_the_settings_name_is_asked_and_believed(settings, tmp_path, kind):
    found = b"stream: Made.Up.Virus FOUND\n"
    with (a_daemon(tmp_path, lambda _: found) if kind == "socket" else a_daemon_on_a_port(lambda _: found)) as address:
        settings["CLAMD"] = address
        with pytest.raises(FileRefused) as refused:
            receive(samples.pdf())
    assert refused.value.reason == "infected" and stored() == []
