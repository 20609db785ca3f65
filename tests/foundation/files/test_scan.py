"""Scanners: the test file is found wherever it hides, and a scanner that cannot answer says so."""

import socket

import pytest

from portal.foundation.files import ClamdScanner, Clean, Infected, ScannerDown, SignatureScanner
from portal.foundation.files.scan import EICAR
from tests.foundation.files import samples
from tests.foundation.files.clamd import a_daemon
from tests.foundation.files.corpus import BOMBS, INFECTED


@pytest.mark.parametrize("name", INFECTED)
def test_the_test_file_is_found_plain_packed_and_inside(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(INFECTED[name])

    assert SignatureScanner().scan(path) == Infected("EICAR test file")


@pytest.mark.parametrize("extension", samples.HONEST)
def test_an_honest_file_is_clean(extension, tmp_path):
    path = tmp_path / "a"
    path.write_bytes(samples.HONEST[extension]())

    assert SignatureScanner().scan(path) == Clean()


def test_the_test_file_itself_is_found(tmp_path):
    path = tmp_path / "eicar.com"
    path.write_bytes(EICAR)

    assert SignatureScanner().scan(path) == Infected("EICAR test file")


@pytest.mark.parametrize("content", [b"", b"P", EICAR[:-1]])
def test_what_only_begins_like_something_is_clean(content, tmp_path):
    path = tmp_path / "a"
    path.write_bytes(content)

    assert SignatureScanner().scan(path) == Clean()


def test_a_bomb_does_not_stop_the_scanner(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(BOMBS[0].make())

    assert SignatureScanner().scan(path) == Clean()


def test_clamd_gets_every_byte_and_its_word_counts(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 5_000 + EICAR)
    received = []

    def answer(content):
        received.append(content)
        return b"stream: Eicar-Test-Signature FOUND\n"

    with a_daemon(tmp_path, answer) as address:
        assert ClamdScanner(address).scan(path) == Infected("Eicar-Test-Signature")
    assert received == [path.read_bytes()]


def test_clamd_says_clean(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x")

    with a_daemon(tmp_path, lambda _: b"stream: OK\n") as address:
        assert ClamdScanner(address).scan(path) == Clean()


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\n", b"stream: lstat() failed ERROR\n", b"what?\n"]
)
def test_a_daemon_that_does_not_say_yes_or_no_is_down(tmp_path, answer):
    path = tmp_path / "a"
    path.write_bytes(b"x")

    with a_daemon(tmp_path, lambda _: answer) as address, pytest.raises(ScannerDown):
        ClamdScanner(address).scan(path)


def test_a_daemon_that_is_away_is_down(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(ScannerDown):
        ClamdScanner(str(tmp_path / "nobody.ctl")).scan(path)
    with pytest.raises(ScannerDown):
        ClamdScanner(host="127.0.0.1", port=port, timeout=2).scan(path)


def test_a_scanner_needs_one_address():
    with pytest.raises(ValueError, match="either a socket or a host"):
        ClamdScanner()
