"""Names of what a call asks of an applicant: heading, notice, form, documents, consents."""

from portal.foundation.i18n import _l

FIELDS: dict[tuple[str, str], tuple[object, object | None]] = {
    ("CallDocument", "call"): (_l("Title and dates"), None),
    ("CallDocument", "definition"): (_l("The call"), None),
    ("Head", "title"): (_l("Title of the call"), None),
    ("Head", "announced"): (_l("Day of the announcement"), None),
    ("Head", "opens"): (_l("Applications open (Korean time)"), None),
    ("Head", "closes"): (_l("Deadline (Korean time)"), _l("The instant itself still counts.")),
    ("Definition", "notice"): (_l("Notice"), None),
    ("Definition", "eligibility"): (_l("Who may apply"),
                                    _l("One condition per line; each is checked by hand after the deadline.")),
    ("Notice", "aim"): (_l("What it is for"), None),
    ("Notice", "support"): (_l("What companies get"), None),
    ("Notice", "how_to_apply"): (_l("How to apply"), None),
    ("Notice", "procedure"): (_l("How it is judged, step by step"), None),
    ("Notice", "contact"): (_l("Whom to ask"), _l("Department, telephone, hours.")),
    ("Definition", "sections"): (_l("Sections of the form"), _l("Each section is one page of the form.")),
    ("Section", "key"): (_l("Key"), None),
    ("Section", "label"): (_l("Name of the section"), None),
    ("Definition", "questions"): (_l("Questions"), None),
    ("Question", "key"): (_l("Key"), None),
    ("Question", "section"): (_l("Section"), None),
    ("Question", "type"): (_l("Kind of answer"), _l("Save after a change of the kind to see its settings.")),
    ("Question", "label"): (_l("The question"), None),
    ("Question", "required"): (_l("Must be answered before submitting"), None),
    ("Question", "help"): (_l("Help under the question"), None),
    ("Question", "example"): (_l("An example of a good answer"), None),
    ("Question", "max_chars"): (_l("Most characters"), _l("Spaces count; typing more is possible, submitting is not.")),
    ("Question", "choices"): (_l("Answers to choose from"), None),
    ("Question", "min"): (_l("At least"), None),
    ("Question", "max"): (_l("At most"), None),
    ("Choice", "key"): (_l("Key"), None),
    ("Choice", "label"): (_l("Answer to choose"), None),
    ("Definition", "attachments"): (_l("Documents"), None),
    ("Attachment", "key"): (_l("Key"), None),
    ("Attachment", "label"): (_l("Name of the document"), None),
    ("Attachment", "when"): (_l("When it is asked for"),
                             _l("Ask for certificates only from those who pass: companies should not gather papers in vain.")),
    ("Attachment", "required"): (_l("Must be handed in"), None),
    ("Attachment", "accept"): (_l("File types"), _l("Endings with commas between, for example: pdf, hwpx, docx")),
    ("Attachment", "max_mb"): (_l("Largest file (MB)"), None),
    ("Attachment", "max_files"): (_l("Most files"), None),
    ("Attachment", "for_panel"): (_l("Reviewers may read it"), _l("Leave certificates for the managers alone.")),
    ("Definition", "consents"): (_l("Consents"), None),
    ("Consent", "key"): (_l("Key"), None),
    ("Consent", "legal"): (_l("Legal basis"), None),
    ("Consent", "required"): (_l("One cannot apply without it"), None),
    ("Consent", "purpose"): (_l("What for"), None),
    ("Consent", "items"): (_l("Which data"), None),
    ("Consent", "retention"): (_l("How long it is kept"), None),
    ("Consent", "refusal"): (_l("What happens if one refuses"), None),
    ("Consent", "recipient"): (_l("Who receives it"), _l("Only when the data goes to others.")),
}

CHOICES: dict[tuple[str, str], dict[str, object]] = {
    ("Question", "type"): {
        "text": _l("one line of text"), "longtext": _l("longer text"), "choice": _l("one of several answers"),
        "integer": _l("whole number"), "sites": _l("testbed sites in order of preference"),
        "kpi_table": _l("table of performance indicators"), "data_table": _l("table of data collected"),
        "budget_table": _l("budget"), "declaration": _l("yes or no, with details"),
    },
    ("Attachment", "when"): {
        "submission": _l("with the application"), "after_document_pass": _l("from those who pass the first stage"),
        "agreement": _l("from those selected, for the agreement"),
    },
}

ENTRIES: dict[str, object] = {
    "Section": _l("Section"), "Question": _l("Question"), "Choice": _l("Answer to choose"), "Attachment": _l("Document"),
    "Consent": _l("Consent"), "Words": _l("Line"),
}
