"""What every form here can do: show an operation's messages beside its fields, and say which version was looked at."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField

from portal.foundation.errors import Invalid
from portal.web.reading import version_in


class TellingForm(FlaskForm):
    """A form that can show an operation's messages beside its fields."""

    def take(self, invalid: Invalid) -> None:
        """Put the messages beside their fields, where the form's own come first; those for no field here go to the top."""
        for name, messages in invalid.fields.items():
            field = self._fields.get(name)
            if not isinstance(field, Field):
                self.form_errors = [*self.form_errors, *messages]
            elif not field.errors:
                field.errors = list(messages)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """What cannot be taken inside the block ends it and stands beside the fields; the view goes on to draw them."""
        try:
            yield
        except Invalid as invalid:
            self.take(invalid)


class SeenForm(TellingForm):
    """A form about something that others may change meanwhile; it carries the version the person looked at."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version looked at; one that no row has when the form does not say."""
        return version_in(self.version.data)
