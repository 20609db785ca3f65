"""Letters over a real SMTP conversation: sent once, kept while the server is down, slow or refusing."""

from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

import pytest
import time_machine

from portal.foundation import outbox, transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.i18n import _ as gettext
from portal.foundation.i18n import force_locale
from portal.foundation.outbox import Owed, letters_to
from portal.jobs import letters
from portal.jobs.senders import ConsoleSender, SmtpSender, sender_for
from tests.jobs.smtp_server import a_mail_server, free_port

TO = "applicant@example.test"


@pytest.fixture(autouse=True)
def a_template(app, monkeypatch):
    """One letter of the tests' own, in the place where letters stand."""
    from jinja2 import ChoiceLoader, DictLoader

    ours = DictLoader({"letters/_greeting.txt": (
        "{% set subject %}{{ _('Save') }}: {{ title }}{% endset %}"
        "{% set content %}First {{ title }}.\n\nSecond.{% endset %}"
        "{% set action_label %}Open{% endset %}{% set action_path %}/apply/1{% endset %}")})
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([ours, app.jinja_env.loader]))


def owe_one(purpose="greeting:1", title="실증 제안 <1>"):
    outbox.owe(Owed(purpose, TO, "_greeting", {"title": title}, "ko"))
    transactions.commit()


def the_letter():
    return letters_to(TO)[0]


def test_a_letter_leaves_once_in_the_readers_language():
    with a_mail_server() as server:
        owe_one()
        assert letters.deliver(SmtpSender(server.url)) == 1
        assert letters.deliver(SmtpSender(server.url)) == 0

    (message,) = server.messages
    assert message["To"] == TO
    assert message["Subject"].endswith(": 실증 제안 <1>")
    text = message.get_body(("plain",)).get_content()
    assert "First 실증 제안 <1>." in text
    assert "http://portal.test/apply/1" in text
    assert "&lt;1&gt;" in message.get_body(("html",)).get_content()
    assert the_letter().sent_at is not None


def test_a_letter_is_dated_when_it_was_owed_in_two_shapes_and_says_that_a_machine_wrote_it(app):
    owe_one()
    with a_mail_server() as server, time_machine.travel(now() + timedelta(hours=5)):
        letters.deliver(SmtpSender(server.url))

    (message,) = server.messages
    assert parsedate_to_datetime(message["Date"]).replace(tzinfo=UTC) == the_letter().created_at.replace(microsecond=0)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == app.config["MAIL_FROM"]
    for kind in ("plain", "html"):
        body = message.get_body((kind,)).get_content()
        assert "http://portal.test/apply/1" in body and "데모" in body, kind
    lines = message.get_body(("plain",)).get_content().splitlines()
    assert lines[lines.index("Second.") - 1] == lines[lines.index("Second.") + 1] == ""
    assert "<p>Second.</p>" in message.get_body(("html",)).get_content()


def test_what_became_of_a_letter_is_kept_even_if_the_sender_dies_right_afterwards():
    owe_one("greeting:left")
    with a_mail_server() as server:
        letters.deliver(SmtpSender(server.url))
        server.data_answer = "451 try later"
        owe_one("greeting:waits")
        letters.deliver(SmtpSender(server.url))
    transactions.rollback()
    db.session.expire_all()
    left, waits = letters_to(TO)
    assert left.sent_at is not None and left.next_try_at is None
    assert waits.sent_at is None and waits.last_error.startswith("451") and waits.leased_until is None


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_the_whole_letter_is_in_its_readers_language(locale):
    with force_locale(locale):
        word = gettext("Save")
    assert (word == "Save") is (locale == "en")
    outbox.owe(Owed("greeting:1", TO, "_greeting", {"title": "x"}, locale))
    transactions.commit()
    with a_mail_server() as server:
        letters.deliver(SmtpSender(server.url))
    assert server.messages[0]["Subject"] == f"{word}: x"


def test_no_more_letters_leave_at_once_than_asked_for():
    for n in range(3):
        owe_one(f"greeting:{n}")
    with a_mail_server() as server:
        assert letters.deliver(SmtpSender(server.url), limit=2) == 2
        assert letters.deliver(SmtpSender(server.url), limit=2) == 1


def test_a_letter_of_a_rolled_back_transaction_was_never_owed():
    outbox.owe(Owed("greeting:2", TO, "_greeting", {"title": "x"}))
    db.session.execute(db.text("select 1"))
    transactions.rollback()
    transactions.commit()
    assert letters_to(TO) == []


def test_while_the_server_is_down_the_letter_waits_and_then_leaves_with_the_same_id():
    owe_one()
    nobody_listens = SmtpSender(f"smtp://127.0.0.1:{free_port()}")
    assert letters.deliver(nobody_listens) == 0
    waiting = the_letter()
    assert (waiting.sent_at, waiting.attempts) == (None, 1)
    assert "refused" in waiting.last_error.lower()
    assert letters.deliver(nobody_listens) == 0, "it is not due again yet"

    with a_mail_server() as server, time_machine.travel(now() + timedelta(minutes=2)):
        assert letters.deliver(SmtpSender(server.url)) == 1
    assert server.messages[0]["Message-ID"] == f"<letter-{waiting.id}@portal.example>"


def test_a_temporary_refusal_is_tried_again_later():
    owe_one()
    with a_mail_server() as server:
        server.data_answer = "451 try later"
        assert letters.deliver(SmtpSender(server.url)) == 0
        assert the_letter().last_error.startswith("451")
        assert the_letter().next_try_at > now()


def test_an_address_that_is_refused_for_good_is_never_tried_again():
    owe_one()
    with a_mail_server() as server:
        server.recipient_answer = "550 no such person"
        assert letters.deliver(SmtpSender(server.url)) == 0
    letter = the_letter()
    assert (letter.next_try_at, letter.sent_at) == (None, None)
    assert letter.last_error.startswith("550")


def test_a_slow_server_is_given_up_on_and_tried_later():
    owe_one()
    with a_mail_server() as server:
        server.delay = 3
        assert letters.deliver(SmtpSender(server.url, patience=0.3)) == 0
    assert the_letter().next_try_at > now()


def test_a_sender_that_died_gives_its_letter_back_after_the_lease():
    owe_one()
    with transactions.transaction():
        assert len(outbox.take_due()) == 1
    with a_mail_server() as server:
        assert letters.deliver(SmtpSender(server.url)) == 0
        with time_machine.travel(now() + timedelta(minutes=3)):
            assert letters.deliver(SmtpSender(server.url)) == 1


def test_one_letter_that_cannot_be_written_does_not_hold_up_the_next():
    outbox.owe(Owed("broken", TO, "_no_such_template"))
    transactions.commit()
    owe_one()
    with a_mail_server() as server:
        assert letters.deliver(SmtpSender(server.url)) == 1
    assert "TemplateNotFound" in letters_to(TO)[0].last_error
    assert letters_to(TO)[0].next_try_at > now(), "a template can be mended"


def test_a_header_cannot_be_smuggled_in_by_a_title():
    owe_one(title="x\nBcc: other@example.test")
    with a_mail_server() as server:
        letters.deliver(SmtpSender(server.url))
    assert server.messages[0]["Bcc"] is None and server.messages[0]["Subject"].endswith("x Bcc: other@example.test")


def test_the_same_purpose_is_refused_a_second_time():
    owe_one()
    from portal.foundation.errors import Refused
    with pytest.raises(Refused):
        owe_one()


def test_without_a_server_letters_are_printed(capsys):
    owe_one()
    assert isinstance(sender_for(""), ConsoleSender)
    assert letters.deliver(sender_for("")) == 1
    assert "http://portal.test/apply/1" in capsys.readouterr().out
