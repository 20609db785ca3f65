"""The Flask application itself: each request is one transaction, settled when its view has answered."""

from typing import Any

from flask import Flask, Response, request

from portal.foundation import clock, transactions
from portal.foundation.db import writing
from portal.foundation.errors import Problem

SAFE = ("GET", "HEAD", "OPTIONS")


class Portal(Flask):
    """Flask, with the one place where a request's transaction ends."""

    def wsgi_app(self, environ: Any, start_response: Any) -> Any:
        """Note first of all when it arrived, since deadlines are judged by that, and whether it means to write, since a write
        takes SQLite's one writer's place when its transaction begins."""
        token = writing.set(environ["REQUEST_METHOD"] not in SAFE)
        try:
            with clock.arrived(clock.now()):
                return super().wsgi_app(environ, start_response)
        finally:
            writing.reset(token)

    def dispatch_request(self) -> Any:
        """Answer; then commit what a successful write did, and nothing else."""
        try:
            with transactions.told_kindly():
                response = self.make_response(super().dispatch_request())
        except Problem:
            self._keep_or_forget()
            raise
        except Exception:
            transactions.rollback()
            raise
        self._settle(response)
        return response

    @staticmethod
    def _settle(response: Response) -> None:
        if request.method in SAFE:
            return
        if response.status_code < 400:
            transactions.commit()
        else:
            Portal._keep_or_forget()

    @staticmethod
    def _keep_or_forget() -> None:
        """A refusal undoes what was written, except where the refused words are to stay (`transactions.keep`)."""
        if request.method not in SAFE and transactions.kept():
            transactions.commit()
        else:
            transactions.rollback()
