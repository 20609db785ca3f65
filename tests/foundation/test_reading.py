"""Stored files are read after the upload, in a process of its own: once, bounded, and whatever a file does the portal goes on."""

import io
from pathlib import Path

import pytest

from portal.foundation import filing, reading
from portal.foundation.db import db
from portal.foundation.stored_files import FileText
from portal.jobs.reading import read_new_files
from tests import builders as b
from tests.foundation.files import samples
from tests.foundation.files.test_texts import docx


@pytest.fixture
def member():
    return b.a_user()


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A busy machine may take long to start a process; only the test of what is too slow sets its own limit."""
    monkeypatch.setattr(reading, "SECONDS", 60.0)


def kept(name, content, by):
    return filing.receive(io.BytesIO(content), name, [name.rpartition(".")[2]], 10**8, by)


def test_what_was_uploaded_is_read_once(member):
    stored = kept("계획.docx", docx(["보도 로봇"]), member)
    picture = kept("사진.png", samples.picture("png"), member)
    db.session.commit()
    assert read_new_files() == 1 and read_new_files() == 0
    assert db.session.get(FileText, stored.id).text == "보도 로봇"
    assert db.session.get(FileText, picture.id) is None


def test_a_file_that_cannot_be_read_is_marked_and_not_tried_again(member):
    lost = b.a_stored_file()
    broken = kept("깨짐.docx", docx(["가"]), member)
    with filing.open_file(broken) as file:
        path = Path(file.name)
    path.write_bytes(b"not a zip any more")
    db.session.commit()
    assert read_new_files() == 2 and read_new_files() == 0
    assert db.session.get(FileText, lost.id).trouble
    assert db.session.get(FileText, broken.id).trouble == "not readable"


@pytest.mark.parametrize(("program", "trouble"), [
    ("import time; time.sleep(60)", "too slow"), ("x = bytearray(10**9)", "not readable"), ("while True: pass", "not readable"),
])
def test_a_file_that_takes_too_much_is_stopped(member, monkeypatch, tmp_path, program, trouble):
    hog = tmp_path / "hog.py"
    hog.write_text("from portal.foundation.files import texts\n"
                   f"def read(path, text):\n    {program}\n"
                   "texts.SECONDS = 1\ntexts._bind()\nread(None, None)\n")
    truly = reading.subprocess.run
    monkeypatch.setattr(reading, "SECONDS", 4.0 if trouble == "too slow" else 60.0)
    monkeypatch.setattr(reading.subprocess, "run", lambda command, **more: truly(
        [command[0], "-c", f"import sys; sys.path.insert(0, '.'); exec(open({str(hog)!r}).read())"], **more))
    assert reading.read(kept("계획.docx", docx(["가"]), member)) == ("", trouble)
