"""PDF documents: sound, open to everyone, and still: no scripts, no programs started, no files carried inside."""

import logging
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from mmap import mmap
from operator import itemgetter
from pathlib import Path
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

from portal.foundation.files.inflate import WITH_HEADER, collected, inflated
from portal.foundation.files.limits import MAX_OBJECT, Budget
from portal.foundation.files.mixtures import check_no_archive_behind, check_no_markup, over_bytes
from portal.foundation.files.refusals import FileRefused

_MAGIC = b"%PDF-"
_END = b"%%EOF"
_AFTER_END = 1024  # bytes that some scanners and signing programs leave behind it, not counting empty ones
_MAX_OBJECTS = 200_000
_MAX_TREE = 50  # levels of the page tree
_MAX_ROWS = 2 * _MAX_OBJECTS  # of its tables of objects, old revisions included
_PACKED_SIZE = 4_000_000  # bytes of such a stream that are read
_MAX_PACKED = 20_000  # objects in one stream; common writers pack 100 to 300
_OBJECT = re.compile(rb"\d[ \t\r\n]+obj\b")
_ROW = re.compile(rb"\d(?:\d{5} \d{2,9}| \d{10,14}) ")
_NUMBERS = re.compile(rb"[\d\s]*")
_STREAM = re.compile(rb"stream\r?\n")


def _name(text: str) -> bytes:
    """A pattern for a PDF name, any of whose characters may be written as #hex."""
    return b"".join(b"(?:%b|#(?i:%02x))" % (re.escape(character.encode()), ord(character)) for character in text)


_ENDS = rb"(?![A-Za-z0-9#])"
_SUSPECTS = (
    "JavaScript",
    "Launch",
    "Rendition",
    "EmbeddedFile",
    "EmbeddedFiles",
    "FileAttachment",
    "RichMedia",
    "GoToE",
    "XFA",
)
_SUSPECT = re.compile(b"/(?:" + b"|".join(_name(text) for text in _SUSPECTS) + b")" + _ENDS)
_ACTION = re.compile(b"/" + _name("S") + rb"\s*/(?:(" + _name("JavaScript") + b")|" + _name("Launch") + b")" + _ENDS)
_PACKED_OBJECTS = re.compile(b"/" + _name("ObjStm") + _ENDS)

logging.getLogger("pypdf").setLevel(logging.ERROR)  # what a stranger's file makes it say is no news of ours


def check(path: Path, budget: Budget) -> None:
    """Refuse what is not a whole PDF, is encrypted, or does anything by itself."""
    _check_start(path)
    check_no_markup(path, everywhere=False)
    check_no_archive_behind(path)
    over_bytes(path, _check_end)
    is_suspect = over_bytes(path, lambda content: _look(content, budget))
    with path.open("rb") as file, apply_configuration(zlib_maximum_output_length=MAX_OBJECT):
        reader = PdfReader(file, xref_stream_maximum_entries=_MAX_ROWS)
        if reader.is_encrypted:
            raise FileRefused("protected")
        _check_first_page(reader)
        if is_suspect:
            _walk(reader, budget)


def _check_start(path: Path) -> None:
    """The magic comes first; a mark of the encoding and empty lines may stand before it, anything else makes it two files."""
    with path.open("rb") as file:
        head = file.read(1024 + len(_MAGIC))
    start = head.find(_MAGIC)
    if start < 0:
        raise FileRefused("content_mismatch")
    if head[:start].strip(b"\xef\xbb\xbf\0 \t\r\n"):
        raise FileRefused("mixed_content")


def _check_end(content: mmap) -> None:
    """The end mark comes last: a file that was cut short has lost it, or has one of an older revision far from its end."""
    end = content.rfind(_END)
    if end < 0 or content.rfind(b"startxref", max(0, end - _AFTER_END), end) < 0:
        raise FileRefused("damaged")
    behind = content[end + len(_END) :]
    if len(behind.strip(b"\0 \t\r\n")) > _AFTER_END:
        raise FileRefused("damaged")


def _look(content: mmap, budget: Budget) -> bool:
    """One pass over the bytes as they lie, old revisions included; whether the objects must be walked one by one."""
    for pattern, most in ((_OBJECT, _MAX_OBJECTS), (_ROW, _MAX_ROWS)):
        if next(islice(pattern.finditer(content), most, None), None) is not None:
            raise FileRefused("too_complex")
    budget.check_time()
    _refuse_action(content)
    is_suspect = _SUSPECT.search(content) is not None
    budget.check_time()
    for found in _PACKED_OBJECTS.finditer(content):
        is_suspect |= _look_into_packed(content, found.end(), budget)
    return is_suspect


def _look_into_packed(content: mmap, at: int, budget: Budget) -> bool:
    """Objects packed into a stream hide their names from a plain search; whether what is inside is suspect or unreadable."""
    budget.check_time()
    start = _STREAM.search(content, at, at + 1000)
    if start is None or b"/Predictor" in content[max(0, at - 500) : start.start()]:
        return True
    try:
        packed = content[start.end() : start.end() + _PACKED_SIZE]
        unpacked = collected(inflated(packed, WITH_HEADER, budget), MAX_OBJECT)
    except zlib.error:
        return True
    if len(unpacked) > MAX_OBJECT:
        raise FileRefused("unpacks_too_large")
    heading = _NUMBERS.match(unpacked)
    if heading and len(heading[0].split()) > 2 * _MAX_PACKED:
        raise FileRefused("too_complex")
    _refuse_action(unpacked)
    return _SUSPECT.search(unpacked) is not None


def _refuse_action(content: mmap | bytes) -> None:
    """An action spelled out can be told from a word in a sentence or an address."""
    if found := _ACTION.search(content):
        raise FileRefused("active_content", what="JavaScript" if found.group(1) else "Launch")


def _check_first_page(reader: PdfReader) -> None:
    """A document without a page is no document; the first one is looked up by hand, because listing all of them takes long."""
    node: Any = reader.root_object["/Pages"].get_object()
    for _ in range(_MAX_TREE):
        if node.get("/Type") == "/Page":
            return
        node = node["/Kids"].get_object()[0].get_object()
    raise FileRefused("damaged")


def _walk(reader: PdfReader, budget: Budget) -> None:
    """Every object of the document, whether or not anything points to it."""
    _judge(reader.trailer)
    for reference in _references(reader):
        _judge(reader.get_object(reference))
        budget.check_time()


def _references(reader: PdfReader) -> Iterator[IndirectObject]:
    """Those in the open first, then stream by stream; what was read is forgotten from time to time to keep the memory small."""
    for generation, places in list(reader.xref.items()):
        for count, number in enumerate(list(places)):
            if count % 100 == 0:
                reader.resolved_objects.clear()
            yield IndirectObject(number, generation, reader)
    current = None
    for number, (packed_in, _) in sorted(reader.xref_objStm.items(), key=itemgetter(1)):
        if packed_in != current:
            current = packed_in
            reader.resolved_objects.clear()
        yield IndirectObject(number, 0, reader)


def _judge(thing: object) -> None:
    """Look at each dictionary inside one object, without following its references."""
    waiting = [thing]
    while waiting:
        current = waiting.pop()
        if isinstance(current, DictionaryObject):
            _judge_dictionary(current)
            waiting.extend(dict.values(current))
        elif isinstance(current, ArrayObject):
            waiting.extend(list.__iter__(current))


def _judge_dictionary(item: DictionaryObject) -> None:
    """The entries of ISO 32000 that make a reader run, open or unpack something."""
    action, kind, sort = (_value(item, key) for key in ("/S", "/Subtype", "/Type"))
    if action == "/JavaScript" or "/JavaScript" in item or ("/JS" in item and action == "/Rendition"):
        raise FileRefused("active_content", what="JavaScript")
    if action == "/Launch":
        raise FileRefused("active_content", what="Launch")
    if "/XFA" in item:
        raise FileRefused("active_content", what="XFA")
    if kind == "/RichMedia" or action == "/GoToE" or sort == "/EmbeddedFile" or "/EF" in item:
        raise FileRefused("embedded_files")


def _value(item: DictionaryObject, key: str) -> object:
    """An entry, looked up when it stands elsewhere."""
    value = dict.get(item, key)
    return value.get_object() if isinstance(value, IndirectObject) else value or NullObject()
