"""Merges portal/translations/ko/*.po into the one messages.mo that the pages read, and refuses contradictions.

The source text is English, so Korean is the only catalog there is. One file per stage keeps two people out of each other's
way; a message used by two stages may stand in both files as long as both say the same.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser

ROOT = Path(__file__).resolve().parent.parent
KOREAN = ROOT / "portal" / "translations" / "ko"


def texts(string: str | tuple[str, ...]) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form."""
    return (string,) if isinstance(string, str) else tuple(string)


class Merged(Catalog):
    """A catalog that several files are read into, and that remembers where two of them disagree."""

    def __init__(self) -> None:
        """Start empty, with the plural rule of Korean."""
        self.reading = ""
        self.files: dict[tuple[object, str | None], str] = {}
        self.complaints: list[str] = []
        super().__init__(locale="ko", domain="messages")

    def __setitem__(self, id: str | tuple[str, ...], message: Message) -> None:
        """Take a message of the file being read; called by the parser."""
        if id == "" or any(texts(message.string)):
            if id != "":
                self.compare(message)
            super().__setitem__(id, message)

    def compare(self, message: Message) -> None:
        """Note a complaint if the message was translated differently before, or awaits a person's check."""
        key = (texts(message.id)[0], message.context)
        if message.fuzzy:
            self.complaints.append(f"{self.reading}: {key[0]!r} is marked fuzzy; check it and remove the mark")
        before = self.get(message.id, message.context)
        if before is None:
            self.files[key] = self.reading
        elif texts(before.string) != texts(message.string):
            first = f"{' / '.join(texts(before.string))!r} in {self.files[key]}"
            second = f"{' / '.join(texts(message.string))!r} in {self.reading}"
            self.complaints.append(f"{key[0]!r} is {first} but {second}")

    def read(self, path: Path) -> None:
        """Add the messages of a .po file."""
        self.reading = path.name
        try:
            with path.open("rb") as lines:
                PoFileParser(self, ignore_obsolete=True, abort_invalid=True).parse(lines)
        except PoFileError as error:
            self.complaints.append(f"{path.name}: {error}")


def merge(folder: Path) -> Merged:
    """All .po files of `folder` as one catalog; its `complaints` say what must be put right."""
    catalog = Merged()
    paths = sorted(folder.glob("*.po"))
    for path in paths:
        catalog.read(path)
    if not paths:
        catalog.complaints.append(f"there is no .po file in {folder}")
    for message, errors in catalog.check():
        name = catalog.files[texts(message.id)[0], message.context]
        catalog.complaints.extend(f"{name}: {texts(message.id)[0]!r}: {error}" for error in errors)
    return catalog


def main(folder: Path = KOREAN) -> int:
    """Write messages.mo, or say what is wrong and leave the old one in place."""
    catalog = merge(folder)
    if catalog.complaints:
        print("compile_translations:", *catalog.complaints, sep="\n  ", file=sys.stderr)
        return 1
    target = folder / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(exist_ok=True)
    fresh = target.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, catalog)
    fresh.replace(target)
    print(f"  {len(catalog)} messages in Korean")
    return 0


if __name__ == "__main__":
    sys.exit(main())
