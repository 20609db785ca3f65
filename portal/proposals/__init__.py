"""A company's answer to a call: draft, submission, receipt, attachments, eligibility, supplements."""
