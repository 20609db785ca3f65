"""Blocks of text, boxes and tables as a PDF or a Word document, in Pretendard GOV.

A block is a dict: `title`, `heading` (level), `text`, `note` hold `text`; `box` empty `lines`; `checks` `options`; `table` a
`head` and `rows` of cells; its `lang`, if it differs from the document's, is told to screen readers of the PDF. The two
libraries are loaded when the first document is made.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from config import ROOT

Blocks = list[dict[str, Any]]
FAMILY = "Pretendard GOV"
FONTS = tuple(ROOT / place for place in ("static/vendor/pretendard-gov/otf", "node_modules/pretendard-gov/dist/public/static"))
LAYOUT = Path(__file__).with_suffix(".typ")
MIMES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


def printed(blocks: Blocks, kind: str, locale: str) -> bytes:
    """The document as "pdf" or "docx"; the same blocks are made once."""
    return _made(json.dumps(blocks, ensure_ascii=False), kind, locale)


@lru_cache(maxsize=64)
def _made(blocks: str, kind: str, locale: str) -> bytes:
    return {"pdf": _pdf, "docx": _docx}[kind](blocks, locale)


def _pdf(blocks: str, locale: str) -> bytes:
    """Typst lays it out; the texts come as data and are never read as markup."""
    import typst

    folders = [str(folder) for folder in FONTS if folder.is_dir()]
    made = typst.compile(str(LAYOUT), root=str(LAYOUT.parent), font_paths=folders, ignore_system_fonts=True,
                         format="pdf", pdf_standards=["ua-1"], sys_inputs={"blocks": blocks, "lang": locale, "family": FAMILY})
    return bytes(made)


def _docx(blocks: str, locale: str) -> bytes:
    from docx import Document

    document = Document()
    _set_language(document, locale)
    for block in json.loads(blocks):
        _DRAW[block["kind"]](document, block)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_language(document: Any, locale: str) -> None:
    """The font of both scripts and the language, so that a word processor spells in it."""
    from docx.oxml.ns import qn

    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        properties = document.styles[name].element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FAMILY)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    language = document.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), {"ko": "ko-KR"}.get(locale, "en-US"))
        language.set(qn("w:eastAsia"), "ko-KR")
    document.core_properties.language = locale


def _draw_title(document: Any, block: dict[str, Any]) -> None:
    document.add_heading(block["text"], level=0)
    document.core_properties.title = block["text"]


def _draw_box(document: Any, block: dict[str, Any]) -> None:
    table = document.add_table(rows=1, cols=1, style="Table Grid")
    for _line in range(block["lines"] - 1):
        table.cell(0, 0).add_paragraph()
    document.add_paragraph()


def _draw_checks(document: Any, block: dict[str, Any]) -> None:
    for option in block["options"]:
        document.add_paragraph(f"☐ {option}")


def _draw_table(document: Any, block: dict[str, Any]) -> None:
    rows = ([block["head"]] if any(block["head"]) else []) + block["rows"]
    table = document.add_table(rows=0, cols=len(block["head"]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    if any(block["head"]):
        _mark_as_head(table.rows[0])
    document.add_paragraph()


def _mark_as_head(row: Any) -> None:
    """Bold, repeated on each page, and known to screen readers as the names of the columns."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for run in (run for cell in row.cells for paragraph in cell.paragraphs for run in paragraph.runs):
        run.bold = True


def _draw_note(document: Any, block: dict[str, Any]) -> None:
    document.add_paragraph().add_run(block["text"]).italic = True


_DRAW: dict[str, Callable[[Any, dict[str, Any]], None]] = {
    "title": _draw_title,
    "heading": lambda document, block: document.add_heading(block["text"], level=block["level"]),
    "text": lambda document, block: document.add_paragraph(block["text"]),
    "note": _draw_note,
    "box": _draw_box,
    "checks": _draw_checks,
    "table": _draw_table,
}
