"""Why something was not done: each kind of refusal carries words for a person and an HTTP status for the doors."""

from collections.abc import Mapping, Sequence


class Problem(Exception):
    """Anything a person can be told: `words` says what happened and what to do."""

    status = 400

    def __init__(self, words: object = "") -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return str(self.words)


class Forbidden(Problem):
    """The person may see it but may not do this."""

    status = 403


class Missing(Problem):
    """It does not exist, or it is not this person's to know about: one answer for both."""

    status = 404


class Refused(Problem):
    """The rules say not now: the wrong state, past the deadline, a check not met."""

    status = 409


class Stale(Problem):
    """Somebody else changed it while this person was looking."""

    status = 409


class TooMany(Problem):
    """Asked too often; try again after `seconds`."""

    status = 429

    def __init__(self, words: object = "", seconds: int = 60) -> None:
        super().__init__(words)
        self.seconds = seconds


class Invalid(Problem):
    """What was typed cannot be taken; `fields` maps a field's name to its messages."""

    status = 422

    def __init__(self, fields: Mapping[str, Sequence[object]], words: object = "") -> None:
        super().__init__(words or "; ".join(str(m) for messages in fields.values() for m in messages))
        self.fields = fields
