"""Sends a stored file so that a browser saves or shows it and never runs it."""

import unicodedata

from flask import Response, send_file

from portal.foundation import filing
from portal.foundation.stored_files import StoredFile


def show(stored: StoredFile) -> Response:
    """A picture that pages show; a browser that is sent to it directly runs nothing either. Raises NotNow when it is lost."""
    return _guarded(send_file(filing.open_file(stored), mimetype=stored.mime, conditional=False, etag=False), stored)


def send(stored: StoredFile) -> Response:
    """The file as a download under its own name (NFC, both forms of RFC 6266), sandboxed. Raises NotNow when it is lost."""
    name = unicodedata.normalize("NFC", stored.name)
    response = send_file(filing.open_file(stored), mimetype=stored.mime, as_attachment=True, download_name=name,
                         conditional=False, etag=False)
    return _guarded(response, stored)


def _guarded(response: Response, stored: StoredFile) -> Response:
    response.content_length = stored.size
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
