"""The shape of what is typed about oneself: registering, signing in, passwords, one's own data, a role for someone."""

from typing import Any

from wtforms import Field, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.accounts.typed import printable
from portal.foundation.i18n import _l
from portal.web.forms.telling import TellingForm

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
    return RadioField(_l("Language of pages and e-mails"), [Marked()], choices=[SelectChoice(*one) for one in LANGUAGES],
                      default="ko", validate_choice=False)


class RegisterForm(TellingForm):
    """A new account."""

    next = HiddenField()
    email = line(_l("E-mail"), type="email", autocomplete="email", spellcheck="false")
    name = line(_l("Name"), autocomplete="name")
    password = secret(_l("Password"), "new-password")
    locale = languages()


class SignInForm(TellingForm):
    """Address and password, and where to go afterwards."""

    next = HiddenField()
    email = line(_l("E-mail"), type="email", autocomplete="username", spellcheck="false")
    password = secret(_l("Password"), "current-password")

    def validate_email(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(FILL_IN)

    validate_password = validate_email


class ResetForm(TellingForm):
    """The address of an account whose password was forgotten."""

    email = line(_l("E-mail"), type="email", autocomplete="username", spellcheck="false")


class NewPasswordForm(TellingForm):
    """A new password."""

    password = secret(_l("New password"), "new-password")


class ChangePasswordForm(TellingForm):
    """A new password, with the current one."""

    current = secret(_l("Current password"), "current-password")
    password = secret(_l("New password"), "new-password")


class ProfileForm(TellingForm):
    """One's own data."""

    name = line(_l("Name"), autocomplete="name")
    phone = line(_l("Phone"), required=False, type="tel", autocomplete="tel")
    locale = languages()


class RoleForm(TellingForm):
    """A role for a person: administrator, or officer of a department."""

    role = SelectField(_l("Role"), validate_choice=False)
