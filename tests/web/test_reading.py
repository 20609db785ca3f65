"""What addresses and hidden fields say is read without trust, and an operation's messages stand beside their fields."""

import pytest
from wtforms import StringField
from wtforms.validators import InputRequired

from portal.foundation.errors import Invalid
from portal.web.forms.telling import SeenForm
from portal.web.reading import NO_VERSION, number_in, seen_version, version_in

ODD = ["", " 1", "-1", "+1", "1.0", "1_0", "1e3", "٣", "²", "0x1", "\0", "9" * 10]


class LampForm(SeenForm):
    color = StringField(validators=[InputRequired("Say which.")])


@pytest.mark.parametrize("text", ODD)
def test_what_is_no_whole_number_is_none_and_no_version_of_anything(text):
    assert number_in(text) is None
    assert version_in(text) == version_in(None) == NO_VERSION


def test_a_whole_number_is_read():
    assert [number_in(text) for text in ("0", "7", "007", "9" * 9)] == [0, 7, 7, 999_999_999]


def test_the_version_that_was_on_the_screen_is_in_the_forms_hidden_field(app):
    for data, seen in (({"version": "3"}, 3), ({"version": "x"}, NO_VERSION), ({}, NO_VERSION)):
        with app.test_request_context(method="POST", data=data):
            assert seen_version() == LampForm().seen == seen


def test_a_refusal_inside_the_block_stands_beside_its_field_or_on_top_and_the_view_goes_on(app):
    with app.test_request_context(method="POST", data={"color": "red"}):
        form = LampForm()
        with form.telling():
            raise Invalid({"color": ["Too red."], "fuse": ["It has blown."]})
        assert (list(form.color.errors), list(form.form_errors)) == (["Too red."], ["It has blown."])
        with pytest.raises(ValueError, match="x"), form.telling():
            raise ValueError("x")


def test_what_the_form_itself_said_of_a_field_stays(app):
    with app.test_request_context(method="POST", data={}):
        form = LampForm()
        form.validate()
        form.take(Invalid({"color": ["Too red."]}))
        assert list(form.color.errors) == ["Say which."]
