"""The store: what went in comes out, and no half file ever has a name."""

import errno
import hashlib
import io
import os
import threading

import pytest

from portal.foundation.files import LocalStore, StoreFull, StoreMismatch, StoreMissing
from portal.foundation.files import store as store_module


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


def everything_in(store):
    return [path for path in store.root.rglob("*") if path.is_file()]


class Breaking(io.BytesIO):
    """Gives some bytes, then breaks like a lost connection or a full disk."""

    def __init__(self, error):
        super().__init__(b"x" * 200_000)
        self.error = error

    def read(self, size=-1):
        chunk = super().read(size)
        if not chunk:
            raise self.error
        return chunk


def test_what_goes_in_comes_out_byte_for_byte(store):
    content = os.urandom(300_000)

    stored = store.put(io.BytesIO(content))

    with store.open(stored.key) as file:
        assert file.read() == content
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.size == store.size(stored.key) == len(content)
    assert store.exists(stored.key)


def test_the_same_file_twice_is_two_files_with_lives_of_their_own(store):
    first, second = store.put(io.BytesIO(b"same")), store.put(io.BytesIO(b"same"))

    store.delete(first.key)

    assert first.key != second.key and first.sha256 == second.sha256
    assert not store.exists(first.key)
    with store.open(second.key) as file:
        assert file.read() == b"same"


def test_a_key_lies_in_a_folder_of_its_first_two_characters(store):
    key = store.put(io.BytesIO(b"x")).key

    assert everything_in(store) == [store.root / key[:2] / key]


def test_only_the_owner_of_the_process_may_read_what_is_stored(store):
    key = store.put(io.BytesIO(b"x")).key

    assert (store.root / key[:2] / key).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("error", [ConnectionResetError("gone"), KeyboardInterrupt()])
def test_a_put_that_breaks_off_leaves_nothing(store, error):
    with pytest.raises(type(error)):
        store.put(Breaking(error))

    assert everything_in(store) == []


def test_a_full_disk_is_said_and_leaves_nothing(store):
    with pytest.raises(StoreFull):
        store.put(Breaking(OSError(errno.ENOSPC, "No space left on device")))

    assert everything_in(store) == []


def test_a_crash_before_the_rename_leaves_no_file_under_its_final_name(store, monkeypatch):
    def crash(*_):
        raise SystemExit("power cut")

    monkeypatch.setattr(store_module.os, "replace", crash)
    monkeypatch.setattr(store_module.Path, "unlink", lambda *_, **__: None)
    with pytest.raises(SystemExit):
        store.put(io.BytesIO(b"half"))

    assert [path.parent.name for path in everything_in(store)] == ["incoming"]


def test_what_a_crash_left_behind_is_swept_when_it_is_old(store):
    store.incoming.mkdir(parents=True)
    for name, age in (("old", 100_000), ("fresh", 0)):
        draft = store.incoming / name
        draft.write_bytes(b"half")
        os.utime(draft, (draft.stat().st_mtime - age,) * 2)

    assert store.forget_unfinished() == 1
    assert [path.name for path in everything_in(store)] == ["fresh"]


def test_a_hint_that_does_not_match_keeps_nothing(store):
    with pytest.raises(StoreMismatch):
        store.put(io.BytesIO(b"changed on the way"), sha256_hint="0" * 64)

    assert everything_in(store) == []


def test_a_hint_that_matches_is_welcome_in_any_case(store):
    digest = hashlib.sha256(b"x").hexdigest().upper()

    assert store.put(io.BytesIO(b"x"), sha256_hint=digest).size == 1


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "0" * 31, "0" * 32, "0" * 32 + "\n", "/etc/passwd", "G" * 32])
def test_a_key_the_store_did_not_make_is_missing(store, key):
    assert not store.exists(key)
    for verb in (store.open, store.delete, store.size):
        with pytest.raises(StoreMissing):
            verb(key)


def test_many_at_once_do_not_get_in_each_others_way(store):
    keys = []
    threads = [threading.Thread(target=lambda n=n: keys.append((n, store.put(io.BytesIO(b"%d" % n)).key))) for n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for number, key in keys:
        with store.open(key) as file:
            assert file.read() == b"%d" % number
    assert len(keys) == 24
