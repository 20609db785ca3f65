"""Documents that the portal makes: every word of every block, in Hangul too, and never read as markup."""

import io

from docx import Document
from pypdfium2 import PdfDocument

from portal.foundation import printing

BLOCKS = [
    {"kind": "title", "text": "2027년 실증 모집 #inject *별*"}, {"kind": "heading", "level": 1, "text": "1. 요약 $x$"},
    {"kind": "heading", "level": 2, "text": "과제명 <b>"}, {"kind": "text", "text": "뷁 훑어 보기 #let x = 1"},
    {"kind": "note", "text": "공백 포함 60자 [괄호]"}, {"kind": "box", "lines": 3},
    {"kind": "checks", "options": ["동의합니다 @here", "동의하지 않습니다"]},
    {"kind": "table", "head": ["지표", "목표"], "rows": [["민원 수", ""], ["", ""]]},
    {"kind": "table", "head": ["", ""], "rows": [["근거", "제15조"]]},
]
WORDS = ("#inject *별*", "요약 $x$", "과제명 <b>", "뷁 훑어 보기 #let x = 1", "[괄호]", "@here", "민원 수", "제15조")


def test_a_pdf_holds_every_word_as_it_is():
    made = printing.printed(BLOCKS, "pdf", "ko")
    document = PdfDocument(made)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert all(word in text for word in WORDS)
    assert document.get_metadata_dict()["Title"] == BLOCKS[0]["text"] and b"PretendardGOV" in made
    assert printing.printed(BLOCKS, "pdf", "ko") is made


def test_a_word_document_holds_every_word_as_it_is():
    document = Document(io.BytesIO(printing.printed(BLOCKS, "docx", "ko")))
    text = "\n".join([*(each.text for each in document.paragraphs),
                      *(cell.text for table in document.tables for row in table.rows for cell in row.cells)])
    assert all(word in text for word in WORDS)
    assert document.core_properties.title == BLOCKS[0]["text"] and document.core_properties.language == "ko"
