"""The fingerprint of a submission: SHA-256 over its canonical JSON, printed on the receipt."""

import hashlib
import json
from typing import Any


def content_of(submission: Any) -> dict[str, Any]:
    """What the fingerprint covers: what was received, when, under which edition of the call, and for which of its tracks."""
    track = {"track": submission.track} if submission.track else {}
    return {
        "receipt": submission.receipt_number, "kind": submission.kind, "received_at": submission.received_at.isoformat(),
        "edition": submission.edition_number, "answers": submission.answers, "consents": submission.consents,
        "bonus": submission.bonus, "files": submission.files, **track,
    }


def sha256_of(submission: Any) -> str:
    """Keys sorted, no blanks, UTF-8; anyone who has the content computes the same."""
    text = json.dumps(content_of(submission), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
