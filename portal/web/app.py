"""The Flask application itself: each request is one transaction, settled when its view has answered."""

from typing import Any

from flask import Flask, Response, request

from portal.foundation import transactions
from portal.foundation.db import writing

SAFE = ("GET", "HEAD", "OPTIONS")


class Portal(Flask):
    """Flask, with the one place where a request's transaction ends."""

    def dispatch_request(self) -> Any:
        """Answer; then commit what a successful write did, and nothing else."""
        try:
            with transactions.told_kindly():
                response = self.make_response(super().dispatch_request())
        except Exception:
            transactions.rollback()
            raise
        self._settle(response)
        return response

    @staticmethod
    def _settle(response: Response) -> None:
        if request.method in SAFE:
            return
        if response.status_code < 400 or transactions.kept():
            transactions.commit()
        else:
            transactions.rollback()


def note_whether_it_writes() -> None:
    """Before anything reads: a write takes SQLite's one writer's place when its transaction begins."""
    writing.set(request.method not in SAFE)
