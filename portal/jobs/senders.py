"""How a letter leaves the house: over SMTP, or printed to the console where no server is named."""

import logging
import smtplib
import ssl
import sys
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

log = logging.getLogger("portal.letters")
PATIENCE = 15.0


class NotSent(Exception):
    """The letter did not leave; `for_good` when trying again cannot help (the address was refused)."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


class Sender(Protocol):
    """Hands one message over, or raises NotSent."""

    def send(self, message: EmailMessage) -> None: ...


class ConsoleSender:
    """Prints the letter: the default, so that a newcomer sees every link without a mail server."""

    def send(self, message: EmailMessage) -> None:
        text = message.get_body(("plain",))
        body = text.get_content() if text else ""
        sys.stdout.write(f"\n--- letter to {message['To']}: {message['Subject']}\n{body}\n---\n")
        sys.stdout.flush()


@dataclass(frozen=True)
class SmtpSender:
    """Speaks to one server named by a URL: smtp://user:password@host:587?starttls=1 or smtps://host:465."""

    url: str
    patience: float = PATIENCE

    def send(self, message: EmailMessage) -> None:
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, words = next(iter(refusal.recipients.values()))
            raise NotSent(f"{code} {_text(words)}", for_good=500 <= code < 600) from refusal
        except smtplib.SMTPResponseException as answer:
            raise NotSent(f"{answer.smtp_code} {_text(answer.smtp_error)}") from answer
        except (smtplib.SMTPException, OSError) as trouble:
            raise NotSent(f"{type(trouble).__name__}: {trouble}") from trouble

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, tls = parts.hostname or "localhost", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=self.patience, context=tls)
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=self.patience)
            if parse_qs(parts.query).get("starttls") == ["1"]:
                server.starttls(context=tls)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def sender_for(url: str) -> Sender:
    """The sender a setting asks for: an SMTP URL, or nothing for the console."""
    return SmtpSender(url) if url else ConsoleSender()
