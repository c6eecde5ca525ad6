"""A program that asks the API with somebody's token, as curl would: no cookie, no page."""

import json
import logging

from django.test import Client
from django.utils import timezone

from lms.accounts.tokens import create_token

ROOT = "/api/v1"


class Program:
    """`ask("POST", "/cohorts/X/bookings", {...}, key="k")` returns the response; `said` is its JSON."""

    def __init__(self, user=None, language="en", secret=None):
        if user is not None:
            _token, secret = create_token(user=user, name="test", actor=None, at=timezone.now())
        self.secret, self.language = secret, language
        # Like a server: a fault of ours is an answer of 500, and the test says so.
        self.client = Client(raise_request_exception=False)

    def ask(self, method, path, body=None, *, key=None, raw=None, **headers):
        """Send one request; `raw` is a body that need not be JSON."""
        given = {"authorization": f"Bearer {self.secret}"} if self.secret else {}
        if self.language:
            given["accept-language"] = self.language
        if key:
            given["idempotency-key"] = key
        data = raw if raw is not None else json.dumps(body) if body is not None else ""
        address = path if path.startswith("/api") else ROOT + path
        return self.client.generic(method, address, data, "application/json", headers={**given, **headers})

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)

    def put(self, path, body=None, **more):
        return self.ask("PUT", path, body, **more)

    def delete(self, path, **more):
        return self.ask("DELETE", path, **more)


def quiet(monkeypatch):
    """Refused requests are no news for the log."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
