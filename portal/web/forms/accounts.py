"""The shape of what is typed about oneself: registering, signing in, passwords, one's own data, a role for someone."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.accounts.typed import printable
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _l

FILL_IN = _l("Fill this in.")
LANGUAGES = (("ko", _l("Korean")), ("en", _l("English")))


class Marked:
    """Marks a field as required; that it is filled in is asked by the operation, which says everything wrong at once."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Nothing to refuse here."""


def line(label: object, *, required: bool = True, **attributes: Any) -> Any:
    """One line of text, shown again as it was typed."""
    return StringField(label, [Marked()] if required else [], filters=[printable], render_kw=attributes)


def secret(label: object, autocomplete: str) -> Any:
    """A password; never sent back to the page."""
    return PasswordField(label, [Marked()], filters=[lambda typed: typed or ""], render_kw={"autocomplete": autocomplete})


def languages() -> Any:
    """Which language pages and letters should have."""
    return RadioField(_l("Language of pages and letters"), [Marked()], choices=[SelectChoice(*one) for one in LANGUAGES],
                      default="ko", validate_choice=False)


class AccountForm(FlaskForm):
    """A form that can show an operation's messages beside its fields."""

    def take(self, invalid: Invalid) -> None:
        """Put the messages beside their fields; those for no field here go to the top."""
        for name, messages in invalid.fields.items():
            field = self._fields.get(name)
            if isinstance(field, Field):
                field.errors = [*field.errors, *messages]
            else:
                self.form_errors = [*self.form_errors, *messages]


class RegisterForm(AccountForm):
    """A new account."""

    next = HiddenField()
    email = line(_l("E-mail"), type="email", autocomplete="email", spellcheck="false")
    name = line(_l("Name"), autocomplete="name")
    password = secret(_l("Password"), "new-password")
    locale = languages()


class SignInForm(AccountForm):
    """Address and password, and where to go afterwards."""

    next = HiddenField()
    email = line(_l("E-mail"), type="email", autocomplete="username", spellcheck="false")
    password = secret(_l("Password"), "current-password")

    def validate_email(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(FILL_IN)

    validate_password = validate_email


class ResetForm(AccountForm):
    """The address of an account whose password was forgotten."""

    email = line(_l("E-mail"), type="email", autocomplete="username", spellcheck="false")


class NewPasswordForm(AccountForm):
    """A new password."""

    password = secret(_l("New password"), "new-password")


class ChangePasswordForm(AccountForm):
    """A new password, with the current one."""

    current = secret(_l("Current password"), "current-password")
    password = secret(_l("New password"), "new-password")


class ProfileForm(AccountForm):
    """One's own data."""

    name = line(_l("Name"), autocomplete="name")
    phone = line(_l("Phone"), required=False, type="tel", autocomplete="tel")
    locale = languages()


class RoleForm(AccountForm):
    """A role for a person: administrator, or officer of a department."""

    role = SelectField(_l("Role"), validate_choice=False)
