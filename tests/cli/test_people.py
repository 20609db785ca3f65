"""`flask people …`: the first administrator, and the list of people."""

from portal.accounts import operations
from tests import builders as b


def test_the_printed_link_makes_an_administrator_once(app):
    printed = app.test_cli_runner().invoke(args=["people", "admin", "First@City.example"])
    assert printed.exit_code == 0
    assert printed.output.startswith("http://portal.test/invitations/")
    first = b.a_user(email="first@city.example")
    operations.accept_invitation(printed.output.strip().rsplit("/", 1)[1], by=first)
    assert first.has("administrator", "portal")


def test_an_odd_address_is_refused(app):
    assert app.test_cli_runner().invoke(args=["people", "admin", "nobody"]).exit_code == 1


def test_everyone_is_listed_with_their_roles(app):
    from portal.foundation import transactions
    b.an_administrator()
    for _n in range(31):
        b.a_user(email=f"n{_n}@company.kr")
    transactions.commit()
    output = app.test_cli_runner().invoke(args=["people", "list"]).output
    assert output.count("\n") == 32
    assert "administrator of portal 0" in output
