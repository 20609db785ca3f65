"""Pictures for pages: redrawn when they come, so that they carry neither the place nor the camera, and are not too large."""

import io
from pathlib import PurePath
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from portal.foundation import filing
from portal.foundation.files import sniff
from portal.foundation.stored_files import StoredFile

KINDS = ["jpg", "png"]
LONGEST_SIDE, QUALITY = 1600, 84


def receive_picture(stream: BinaryIO, name: str, max_bytes: int, by: Any) -> tuple[StoredFile, tuple[int, int]]:
    """Take a JPEG or PNG in, turned upright, at most 1,600 pixels long, without metadata; its row, width and height.

    Raises FileRefused and NotNow as `filing.receive`.
    """
    original = io.BytesIO(stream.read(max_bytes + 1))
    sniff(original, name, KINDS, max_bytes=max_bytes)
    drawn, size = _redrawn(original)
    return filing.receive(drawn, f"{PurePath(name).stem[:80] or 'photo'}.jpg", ["jpg"], max_bytes, by), size


def _redrawn(original: BinaryIO) -> tuple[BinaryIO, tuple[int, int]]:
    original.seek(0)
    with Image.open(original, formats=["JPEG", "PNG"]) as picture:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        paper = Image.new("RGB", upright.size, "white")
        layered = upright.convert("RGBA")
        paper.paste(layered, mask=layered.getchannel("A"))
    drawn = io.BytesIO()
    paper.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    drawn.seek(0)
    return drawn, paper.size
