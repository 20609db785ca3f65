"""Pictures: whole, of a bearable size, and nothing but pictures."""

from pathlib import Path

from PIL import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from portal.foundation.files.limits import MAX_PIXELS, MAX_SIDE, Budget
from portal.foundation.files.mixtures import check_no_archive_behind, check_no_markup
from portal.foundation.files.refusals import FileRefused

_PNG_MAGIC, _JPEG_MAGIC = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PNG_END = b"IEND\xaeB`\x82"
_DECODED = 100_000_000  # bytes; a larger picture is checked by its checksums or marks, not unpacked into memory
_THUMB = (256, 256)  # JPEG is decoded to an eighth of its size at most: cheap, and reads every byte


def check_png(path: Path, budget: Budget) -> None:
    """Refuse what is not a whole PNG, has too many pixels, or holds markup or anything after its end."""
    _check_start(path, _PNG_MAGIC)
    with path.open("rb") as file, PngImageFile(file) as picture:
        _check_pixels(picture)
        decoded = picture.width * picture.height * len(picture.getbands())
        picture.verify()
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1024))
        _, end, after = file.read().rpartition(_PNG_END)
    if not end or after.strip(b"\0\r\n"):
        raise FileRefused("mixed_content" if end else "damaged")
    if decoded <= _DECODED:
        with path.open("rb") as file, PngImageFile(file) as picture:
            picture.load()
    _check_alone(path, budget)


def check_jpeg(path: Path, budget: Budget) -> None:
    """Refuse what is not a whole JPEG, has too many pixels, or holds markup; phones may put more pictures behind it."""
    _check_start(path, _JPEG_MAGIC)
    with path.open("rb") as file, JpegImageFile(file) as picture:
        _check_pixels(picture)
        is_layered = bool(picture.info.get("progressive")) and picture.width * picture.height * 6 > _DECODED
        picture.draft("L", _THUMB)
        if not is_layered:
            picture.load()
    _check_alone(path, budget)


def _check_start(path: Path, magic: bytes) -> None:
    with path.open("rb") as file:
        if file.read(len(magic)) != magic:
            raise FileRefused("content_mismatch")


def _check_pixels(picture: ImageFile.ImageFile) -> None:
    """The size stands in the header: nothing has been unpacked yet."""
    if picture.width * picture.height > MAX_PIXELS or max(picture.size) > MAX_SIDE:
        raise FileRefused("picture_too_large", limit=f"{MAX_PIXELS // 1_000_000} million pixels")


def _check_alone(path: Path, budget: Budget) -> None:
    budget.check_time()
    check_no_markup(path, everywhere=True)
    check_no_archive_behind(path)
