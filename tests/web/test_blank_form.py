"""The blank form is fetched from the public page of a call."""

import pytest

from portal.foundation import transactions
from tests import builders as b
from tests.client import words_of


@pytest.fixture
def call():
    call = b.a_call("open")
    transactions.commit()
    return call


@pytest.mark.parametrize(("kind", "head"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_anyone_fetches_it(visitor, call, kind, head):
    assert "빈 양식" in words_of(visitor.get(f"/calls/{call.code}"))
    file = visitor.get(f"/calls/{call.code}/form.{kind}")
    assert file.status_code == 200 and file.get_data().startswith(head)
    assert file.headers["Content-Disposition"].startswith("attachment")
    file.close()


@pytest.mark.parametrize("kind", ["exe", "PDF", "😀", "pdf%00"])
def test_another_kind_does_not_exist(visitor, call, kind):
    assert visitor.get(f"/calls/{call.code}/form.{kind}").status_code == 404
    assert visitor.get(f"/calls/NOTHING/form.{kind}").status_code == 404
