"""Why a file was not taken: a table of reasons, each a sentence that a page can translate and a person can act on."""

from portal.foundation.errors import Problem


def N_(text: str) -> str:
    """Mark `text` for translation without translating it here: the page that shows it knows the reader's language."""
    return text


# Every sentence may use %(name)s and %(allowed)s; the others are given by whoever refuses.
REASONS: dict[str, str] = {
    "kind_not_allowed": N_("“%(name)s” cannot be uploaded here. Allowed kinds: %(allowed)s."),
    "empty": N_("“%(name)s” is empty. Check the file and upload it again. Allowed kinds: %(allowed)s."),
    "too_large": N_("“%(name)s” is larger than %(limit)s. Make it smaller, for example by shrinking pictures, and try again."),
    "content_mismatch": N_(
        "“%(name)s” is named like a %(label)s file but its content is something else%(found)s. "
        "Save it again in the right format. Allowed kinds: %(allowed)s."
    ),
    "damaged": N_("“%(name)s” is cut short or damaged. Save it again and upload it again. Allowed kinds: %(allowed)s."),
    "old_hwp": N_("“%(name)s” is in an old Hangul format (before 2000). Save it as HWP 5 or HWPX and upload it again."),
    "protected": N_(
        "“%(name)s” is locked: it has a password, encryption or read-only protection, so nobody could check or review it. "
        "Save it without protection and upload it again; a certificate from a public office can be printed to a new PDF."
    ),
    "macros": N_("“%(name)s” contains macros or scripts. Save it without them and upload it again."),
    "active_content": N_("“%(name)s” contains active content (%(what)s). Export it to a plain PDF and upload it again."),
    "embedded_files": N_("“%(name)s” carries other files inside it. Remove them and upload each one separately."),
    "ole_object": N_("“%(name)s” contains an embedded object (OLE). Replace it with a picture and upload it again."),
    "postscript": N_("“%(name)s” contains a PostScript (EPS) picture. Replace it with a PNG or JPG and upload it again."),
    "program": N_("“%(name)s” contains a program or script file (%(what)s). Remove it and upload it again."),
    "remote_content": N_("“%(name)s” loads a template or object from another computer. Remove the link and upload it again."),
    "field_command": N_("“%(name)s” contains a field that starts another program (DDE). Remove it and upload it again."),
    "mixed_content": N_("“%(name)s” is two kinds of file in one. Save it again as one of them. Allowed kinds: %(allowed)s."),
    "unpacks_too_large": N_("“%(name)s” would unpack to far more than it should. Upload a smaller or less packed file."),
    "too_many_entries": N_("“%(name)s” holds more than %(limit)s files. Pack fewer files and upload it again."),
    "nested_archives": N_("“%(name)s” holds archives inside archives inside archives. Unpack them first and upload it again."),
    "unsafe_path": N_("“%(name)s” holds a file whose path leads outside the archive. Pack it again and upload it again."),
    "unsafe_xml": N_("“%(name)s” contains XML declarations that documents do not need. Save it again and upload it again."),
    "picture_too_large": N_("“%(name)s” has too many pixels. Make it smaller than %(limit)s and upload it again."),
    "too_complex": N_("“%(name)s” took too long to check. Simplify it or save it as PDF and upload it again."),
    "infected": N_("“%(name)s” was refused: the virus scanner found %(virus)s in it. Check your computer first."),
}


class FileRefused(Problem):
    """A file that was not taken: `reason` names a row of REASONS, `template` and `params` let a page translate it.

    `status` is 413 for a file over the size limit and 422 for everything else.
    """

    status = 422

    def __init__(self, reason: str, **params: object) -> None:
        self.reason = reason
        self.template = REASONS[reason]
        self.params: dict[str, object] = {"name": "", "allowed": "", "label": "", "found": "", **params}
        if reason == "too_large":
            self.status = 413
        super().__init__(self.template % self.params)

    def about(self, *, name: str, allowed: str) -> "FileRefused":
        """The same refusal, saying which file it was and which kinds would have been taken."""
        self.params |= {"name": name, "allowed": allowed}
        self.words = self.template % self.params
        return self
