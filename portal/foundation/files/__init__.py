"""Files people bring: named honestly, checked to be what they claim, scanned, and kept byte for byte."""

from portal.foundation.files.accept import Accepted, accept_upload
from portal.foundation.files.kinds import KINDS, Kind, kind_of_name, kinds_of, sniff
from portal.foundation.files.names import extension_of, honest_name
from portal.foundation.files.refusals import REASONS, FileRefused
from portal.foundation.files.scan import ClamdScanner, Clean, Infected, Scanner, ScannerDown, SignatureScanner
from portal.foundation.files.store import LocalStore, Store, Stored, StoreFull, StoreMismatch, StoreMissing

__all__ = [
    "KINDS",
    "REASONS",
    "Accepted",
    "ClamdScanner",
    "Clean",
    "FileRefused",
    "Infected",
    "Kind",
    "LocalStore",
    "Scanner",
    "ScannerDown",
    "SignatureScanner",
    "Store",
    "StoreFull",
    "StoreMismatch",
    "StoreMissing",
    "Stored",
    "accept_upload",
    "extension_of",
    "honest_name",
    "kind_of_name",
    "kinds_of",
    "sniff",
]
