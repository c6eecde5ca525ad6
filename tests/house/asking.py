"""Asking every address as every role: what comes back, and whether anything was written."""

import itertools
import re
from ipaddress import ip_address

from django.db import connection, transaction
from django.test import Client

LOGIN = "/account/login/"
_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
# What signing in and switching the language keep about the visit itself.
_VISIT = re.compile(r"django_session", re.IGNORECASE)


_addresses = itertools.count(1)


class Stranger(Client):
    """Asks from another address each time, since limits count how often one address asks; a 500 is an answer."""

    def __init__(self, **more):
        super().__init__(raise_request_exception=False, **more)

    def request(self, **request):
        return super().request(**request, REMOTE_ADDR=str(ip_address("10.0.0.0") + next(_addresses)))


def client_of(user):
    client = Stranger()
    if user is not None:
        client.force_login(user)
    return client


def on_paper(ask):
    """Call `ask` and take back whatever it wrote; return (its answer, number of queries, what it wrote)."""
    statements = []

    def listen(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(listen):
        answer = ask()
        transaction.set_rollback(True)
    writes = [sql for sql in statements if _WRITES.match(sql) and not _VISIT.search(sql)]
    return answer, len([sql for sql in statements if "SAVEPOINT" not in sql]), writes


def letter(response, wrote):
    """
    Say in one letter what came back: + done, . shown, ~ led elsewhere, > led to sign-in, - not there, x not allowed,
    ! wrong method, ? refused with what was typed, * broken.
    """
    if wrote:
        return "+"
    status = response.status_code
    if status == 302:
        return ">" if response["Location"].startswith(LOGIN) else "~"
    return {200: ".", 404: "-", 403: "x", 405: "!", 400: "?", 409: "?", 301: "~"}.get(status, "*")
