"""Pages that are written from the code say what the code says."""

from portal.cli.docs import CALL_FILES, call_files_page


def test_the_page_about_files_of_calls_is_the_one_that_the_code_writes(app):
    assert CALL_FILES.read_text("utf-8") == call_files_page(), "run `flask docs call-files`"
