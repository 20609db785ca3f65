"""XML inside documents, read as a stream: no document type, no entities, no depth without end."""

from collections.abc import Callable, Container, Iterable
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser

from portal.foundation.files.refusals import FileRefused

MAX_DEPTH = 200
ENDS_A_LINE = ("p", "si", "is", "h")  # paragraphs of Word, PowerPoint and ODT, cells of Excel, headings of ODT

Attributes = dict[str, str]


class _RootSeen(Exception):
    """The first element began: nothing after it can declare an entity."""


class _Prolog(ContentHandler):
    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        raise _RootSeen


class _Elements(ContentHandler):
    def __init__(self, tell: Callable[[str, Attributes], None]) -> None:
        super().__init__()
        self.tell, self.depth = tell, 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FileRefused("too_complex")
        self.tell(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attrs.items()})

    def endElement(self, name: str) -> None:
        self.depth -= 1


def check_prolog(chunks: Iterable[bytes]) -> None:
    """Read up to the first element only: that is where declarations stand, and the rest stays unopened."""
    try:
        _feed(chunks, _Prolog())
    except _RootSeen:
        return


def each_element(chunks: Iterable[bytes], tell: Callable[[str, Attributes], None]) -> None:
    """Call `tell` with each element's name and attributes, both without their prefixes; for small parts."""
    _feed(chunks, _Elements(tell))


class _Words(ContentHandler):
    def __init__(self, tell: Callable[[str], None], within: Container[str]) -> None:
        super().__init__()
        self.tell, self.within, self.depth, self.inside = tell, within, 0, 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FileRefused("too_complex")
        self.inside += name.rpartition(":")[2] in self.within

    def endElement(self, name: str) -> None:
        self.depth -= 1
        local = name.rpartition(":")[2]
        self.inside -= local in self.within
        if local in ENDS_A_LINE:
            self.tell("\n")

    def characters(self, content: str) -> None:
        if self.inside:
            self.tell(content)


def each_word(chunks: Iterable[bytes], within: Container[str], tell: Callable[[str], None]) -> None:
    """Call `tell` with the text inside the elements called so (without prefix), and with a line end after each paragraph."""
    _feed(chunks, _Words(tell, within))


def check_manifest(chunks: Iterable[bytes]) -> None:
    """Refuse a document with a password: its META-INF/manifest.xml says how each part was encrypted (HWPX, ODT)."""
    each_element(chunks, _refuse_encryption)


def _refuse_encryption(element: str, _attributes: Attributes) -> None:
    if element == "encryption-data":
        raise FileRefused("protected")


def _feed(chunks: Iterable[bytes], handler: ContentHandler) -> None:
    """Parse to the end; raises FileRefused for declarations (`unsafe_xml`) and for what is not XML (`damaged`)."""
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException as error:
        raise FileRefused("unsafe_xml") from error
    except SAXException as error:
        raise FileRefused("damaged") from error
