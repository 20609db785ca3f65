"""The way in: honest files arrive unchanged, refused ones leave no trace."""

import hashlib
import io
import tempfile
import unicodedata

import pytest

from portal.foundation.files import (
    KINDS,
    Clean,
    FileRefused,
    LocalStore,
    ScannerDown,
    SignatureScanner,
    StoreFull,
    accept_upload,
)
from tests.foundation.files import samples
from tests.foundation.files.corpus import ACTIVE, CUT, INFECTED, MISMATCHED, MIXED

MEGABYTE = 1024 * 1024


class Away:
    """A scanner nobody can reach."""

    def scan(self, _path):
        raise ScannerDown("connection refused")


class Counting(io.BytesIO):
    """Remembers how much was read."""

    taken = 0

    def read(self, size=-1):
        chunk = super().read(size)
        self.taken += len(chunk)
        return chunk


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


@pytest.fixture(autouse=True)
def drafts(tmp_path, monkeypatch):
    """A folder for drafts of its own, to see that it is empty in the end."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def upload(store, content, name, *, accept=tuple(KINDS), max_bytes=20 * MEGABYTE, scanner=None, **options):
    stream = content if isinstance(content, io.BytesIO) else io.BytesIO(content)
    scanner = scanner or SignatureScanner()
    return accept_upload(stream, name, accept=list(accept), max_bytes=max_bytes, store=store, scanner=scanner, **options)


def files_in(store):
    return [path for path in store.root.rglob("*") if path.is_file()] if store.root.exists() else []


@pytest.mark.parametrize("extension", samples.HONEST)
def test_every_honest_kind_comes_back_byte_for_byte(store, extension):
    content = samples.HONEST[extension]()

    accepted = upload(store, content, f"제안서.{extension}")

    with store.open(accepted.key) as file:
        assert file.read() == content
    assert accepted.sha256 == hashlib.sha256(content).hexdigest()
    assert (accepted.size, accepted.extension, accepted.mime) == (len(content), extension, KINDS[extension].mime)
    assert accepted.name == f"제안서.{extension}" and accepted.scanned


def test_line_ends_are_not_touched(store):
    content = samples.zip_of({"a.txt": b"a\r\nb\nc\r"}, method=0)

    with store.open(upload(store, content, "a.zip").key) as file:
        assert file.read() == content


def test_a_decomposed_korean_name_is_kept_composed(store):
    accepted = upload(store, samples.pdf(), unicodedata.normalize("NFD", "수원시 제안서.pdf"))

    assert accepted.name == "수원시 제안서.pdf"


@pytest.mark.parametrize("raw", ["가" * 296 + ".pdf" * 3, "x" * 896 + ".pdf"])
def test_a_name_of_900_bytes_is_cut_and_keeps_its_extension(store, raw):
    accepted = upload(store, samples.pdf(), raw)

    assert len(raw.encode()) == 900
    assert len(accepted.name.encode()) <= 255 and accepted.name.endswith(".pdf")


def test_a_name_that_reads_backwards_is_judged_as_it_is_written(store):
    with pytest.raises(FileRefused, match="cannot be uploaded here"):
        upload(store, samples.pdf(), "보고\u202efdp.exe")

    assert upload(store, samples.pdf(), "보고\u202exe.pdf").name == "보고xe.pdf"


def test_jpeg_is_stored_as_jpg(store):
    accepted = upload(store, samples.picture("jpg"), "현장.JPEG", accept=["jpg"])

    assert (accepted.name, accepted.extension, accepted.mime) == ("현장.JPEG", "jpg", "image/jpeg")


def test_two_files_of_one_name_and_one_content_are_both_kept(store):
    first, second = (upload(store, samples.pdf(), "a.pdf") for _ in range(2))

    assert first.key != second.key
    assert len(files_in(store)) == 2


@pytest.mark.parametrize("bad", MISMATCHED + CUT + ACTIVE + MIXED, ids=lambda bad: f"{bad.what}, {bad.name}")
def test_a_refused_file_leaves_nothing_behind(store, bad):
    content = bad.make()

    with pytest.raises(FileRefused) as refusal:
        upload(store, content, bad.name)

    assert refusal.value.reason == bad.reason
    assert files_in(store) == []


@pytest.mark.parametrize("name", INFECTED)
def test_an_infected_file_is_refused_and_leaves_nothing_behind(store, name):
    with pytest.raises(FileRefused, match="EICAR test file") as refusal:
        upload(store, INFECTED[name], name)

    assert refusal.value.reason == "infected"
    assert files_in(store) == []


def test_reading_stops_one_byte_past_the_limit(store):
    stream = Counting(b"%PDF-" + b"x" * MEGABYTE)

    with pytest.raises(FileRefused) as refusal:
        upload(store, stream, "a.pdf", max_bytes=100_000)

    assert stream.taken == 100_001
    assert (refusal.value.reason, refusal.value.status) == ("too_large", 413)
    assert "100 KB" in str(refusal.value)


def test_a_file_of_exactly_the_limit_is_taken(store):
    content = samples.pdf()

    assert upload(store, content, "a.pdf", max_bytes=len(content)).size == len(content)


def test_nothing_is_read_when_the_name_is_of_no_allowed_kind(store):
    stream = Counting(samples.pdf())

    with pytest.raises(FileRefused, match="Allowed kinds: PDF, HWP"):
        upload(store, stream, "a.exe", accept=["pdf", "hwp"])

    assert stream.taken == 0


def test_a_file_nobody_can_scan_is_not_taken_unless_it_may_wait(store):
    with pytest.raises(ScannerDown):
        upload(store, samples.pdf(), "a.pdf", scanner=Away())
    assert files_in(store) == []

    held = upload(store, samples.pdf(), "a.pdf", scanner=Away(), hold_unscanned=True)
    assert held.scanned is False and store.exists(held.key)


def test_a_full_store_says_so_and_leaves_nothing_behind(store, monkeypatch):
    def full(*_args, **_options):
        raise StoreFull("no room")

    monkeypatch.setattr(store, "put", full)
    with pytest.raises(StoreFull):
        upload(store, samples.pdf(), "a.pdf")


def test_a_lost_connection_leaves_nothing_behind(store):
    class Lost(io.BytesIO):
        def read(self, _size=-1):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        upload(store, Lost(), "a.pdf")
    assert files_in(store) == []


def test_the_scanner_sees_the_bytes_that_are_stored(store):
    seen = []

    class Watching:
        def scan(self, path):
            seen.append(path.read_bytes())
            return Clean()

    upload(store, samples.pdf(), "a.pdf", scanner=Watching())

    assert seen == [samples.pdf()]
