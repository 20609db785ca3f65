"""Send the letters that are owed: lease, render in the reader's language, hand over, mark; at least once, never lost."""

import logging
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from flask import current_app

from portal.foundation import outbox
from portal.foundation.i18n import force_locale, in_locale
from portal.foundation.transactions import transaction
from portal.jobs.senders import NotSent, Sender, sender_for

log = logging.getLogger("portal.letters")


def compose(letter: outbox.Letter) -> EmailMessage:
    """The message in the reader's language, as text and as HTML, with the same id on every try.

    A template in letters/ sets `subject`, `content` (paragraphs parted by blank lines), `action_label`, `action_path`.
    """
    settings = current_app.config
    with force_locale(letter.locale):
        said = current_app.jinja_env.get_template(f"letters/{letter.template}.txt").make_module(dict(letter.context))
        subject = " ".join(str(said.subject).split())  # type: ignore[attr-defined]
        parts = {
            "subject": subject, "locale": letter.locale, "demo": settings["DEMO"],
            "paragraphs": _paragraphs(str(said.content)),  # type: ignore[attr-defined]
            "city": _paragraphs(in_locale(letter.context.get(outbox.OWN_WORDS) or {})),
            "action_label": getattr(said, "action_label", ""),
            "action_href": settings["BASE_URL"] + str(said.action_path) if hasattr(said, "action_path") else "",
            "contact": {"email": settings["CONTACT_EMAIL"], "phone": settings["CONTACT_PHONE"]},
        }
        text = current_app.jinja_env.get_template("layouts/letter.txt").render(parts)
        html = current_app.jinja_env.get_template("layouts/letter.html").render(parts)
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, settings["MAIL_FROM"], letter.to_email
    message["Date"] = formatdate(letter.created_at.timestamp())
    message["Message-ID"] = f"<letter-{letter.id}@{parseaddr(settings['MAIL_FROM'])[1].partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def _paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in text.replace("\r\n", "\n").strip().split("\n\n") if paragraph.strip()]


def deliver(sender: Sender | None = None, limit: int = 20) -> int:
    """Send what is due; the number that left. One letter's trouble never holds up the others."""
    sender = sender or sender_for(current_app.config["SMTP_URL"])
    with transaction():
        due = [letter.id for letter in outbox.take_due(limit)]
    return sum(_deliver_one(letter_id, sender) for letter_id in due)


def _deliver_one(letter_id: int, sender: Sender) -> int:
    with transaction():
        letter = outbox.get_letter(letter_id)
        try:
            sender.send(compose(letter))
        except NotSent as trouble:
            log.warning("letter %s not sent (try %s): %s", letter.id, letter.attempts, trouble)
            outbox.mark_failed(letter, str(trouble), for_good=trouble.for_good)
            return 0
        except Exception as trouble:
            log.exception("letter %s could not be written", letter.id)
            outbox.mark_failed(letter, f"{type(trouble).__name__}: {trouble}", for_good=False)
            return 0
        outbox.mark_sent(letter)
        return 1
