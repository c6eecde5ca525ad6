"""Whatever is sent to whichever call: an answer below 500, as JSON, and nothing is written."""

import itertools
import json

import pytest
from django.db import connection

from courses.booking.models import Booking, WaitEntry
from lms.api.models import IdempotentAnswer
from lms.api.v1 import api
from tests.lms.api.asking import Program, quiet
from tests.lms.api.test_described import named_schema
from tests.makers import make_booker, make_booking, make_cohort, make_company

pytestmark = pytest.mark.django_db

VALUES = [None, True, -1, 0, 2**63, 10**400, 1.5, "", "a\0b", "\ud800", "x" * 10_000, "\u202e", [], [[]], {}, {"a": 1}]
BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "bytes": bytes(range(256)),
    "no UTF-8": b'{"company": "\xff\xfe"}',
    "UTF-16": '{"company": "C"}'.encode("utf-16"),
    "NUL": b"\0",
    "deep": b"[" * 100_000,
    "long number": b'{"seats": ' + b"9" * 5_000 + b"}",
    "not a number": b'{"seats": NaN}',
    "infinite": b'{"seats": 1e999}',
    "a form": b"company=C&seats=1",
    "null": b"null",
    "text": b'"text"',
    "list": b"[{}]",
    "too much": b'{"company": "' + b"x" * 300_000 + b'"}',
}
PARTS = {
    "code": ["X", "-", "0", "x" * 3000],
    "pk": ["0", "1", str(2**63), "9" * 30],
    "number": ["0", "1", "9" * 30, "PNF-2026-0001", "x" * 3000],
}
STRANGE = [
    "/", "/bookings", "/bookings/", "/bookings/1/", "/bookings/-1", "/bookings/x", "/bookings/%00", "/cohorts/a%00b",
    "/cohorts/%FF", "/cohorts/ä", "/cohorts/../bookings/1", "//bookings/1", "/waiting-list/1e3", "/docs", "/x" * 900,
]  # fmt: skip
QUERIES = [
    "page=%00",
    "page=%FF",
    "page=" + "9" * 400,
    "open=",
    "open=%00",
    "programme=" + "x" * 3000,
    "a" * 5000,
    "&&=&",
]


@pytest.fixture
def program(monkeypatch):
    quiet(monkeypatch)
    company = make_company(code="C")
    make_booking(make_cohort(code="X"), company)
    return Program(make_booker(company))


def operations():
    """Yield (method, path, the names in its body) of every call."""
    schema = api.get_openapi_schema()
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            names = []
            if "requestBody" in operation:
                name = named_schema(operation["requestBody"])
                names = list(schema["components"]["schemas"][name]["properties"])
            yield method.upper(), path, names


def addresses(path):
    """The path with something plausible, and with something strange, in each of its places."""
    names = [name for name in PARTS if "{" + name + "}" in path]
    for values in itertools.product(*(PARTS[name] for name in names)):
        yield path.format(**dict(zip(names, values, strict=True)))


class Watch:
    """Notes what is written besides a token's last use."""

    def __init__(self):
        self.wrote = []

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE") and "accounts_apitoken" not in sql:
            self.wrote.append(sql)
        return execute(sql, params, many, context)


def faults_of(program, requests):
    """Send all of `requests`; return what broke, is no JSON or wrote, and how many there were."""
    found, sent = [], 0
    for method, address, more in requests:
        with connection.execute_wrapper(watch := Watch()):
            answer = program.ask(method, address, **more)
        sent += 1
        if answer.status_code >= 500 or answer.status_code < 400 or watch.wrote:
            found.append(f"{method} {address[:80]} {str(more)[:80]}: {answer.status_code} {watch.wrote[:1]}")
        elif not {"code", "message"} <= set(json.loads(answer.content)):
            found.append(f"{method} {address[:80]}: {answer.text[:80]}")
    return found, sent


def test_no_value_in_no_field_breaks_anything(program):
    def requests():
        for method, path, names in operations():
            for value in VALUES if names else ():
                body = dict.fromkeys(names, value)
                body = json.dumps([body] if path.endswith("/verifications") else body)
                yield method, path.format(code="X", pk=Booking.objects.get().pk, number=1), {"raw": body}

    found, sent = faults_of(program, requests())
    assert not found, "\n".join(found)
    assert sent >= 60


def test_no_body_breaks_anything(program):
    calls = [(method, next(addresses(path))) for method, path, names in operations() if names]
    requests = [(method, path, {"raw": body}) for method, path in calls for body in BODIES.values()]
    found, _sent = faults_of(program, requests)
    assert not found, "\n".join(found)


def test_no_address_breaks_anything(program):
    inside = [(method, address) for method, path, _names in operations() if "{" in path for address in addresses(path)]
    known = {("GET", "/api/v1/cohorts/X"), ("GET", f"/api/v1/bookings/{Booking.objects.get().pk}")}
    known.add(("DELETE", f"/api/v1/bookings/{Booking.objects.get().pk}"))
    requests = [(*call, {}) for call in inside if call not in known]
    requests += [(method, "/api/v1" + path, {}) for path in STRANGE for method in ("GET", "POST", "DELETE")]
    requests += [("GET", f"/api/v1/cohorts?{query}", {}) for query in QUERIES[:4]]
    found, sent = faults_of(program, requests)
    assert not found, "\n".join(found)
    assert sent > 80
    for query in QUERIES:
        assert program.get(f"/cohorts?{query}").status_code in (200, 422)


def test_no_method_and_no_header_breaks_anything(program):
    requests = [
        (method, next(addresses(path)), {})
        for _method, path, _names in operations()
        for method in ("HEAD", "OPTIONS", "PATCH", "TRACE", "BREW")
    ]
    statuses = {program.ask(*request[:2]).status_code for request in requests}
    assert statuses == {405}
    wrong = program.ask("PATCH", "/bookings/1")
    assert (wrong.json()["code"], set(wrong["Allow"].split(", "))) == ("method_not_allowed", {"GET", "DELETE"})
    odd = {"content-length": "-1", "accept-language": "\xff,;q=9,*", "idempotency-key": "\x00", "host": "\0"}
    for name, value in odd.items():
        assert program.ask("POST", "/cohorts/X/bookings", {"company": "C"}, **{name: value}).status_code == 422
    assert not IdempotentAnswer.objects.exists() and not WaitEntry.objects.exists()


def test_too_much_is_said_to_be_too_much(program):
    answer = program.ask("POST", "/cohorts/X/bookings", raw=BODIES["too much"])
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("kind", ["nothing", "no JSON", "no UTF-8", "a form", "deep"])
def test_no_json_is_said_of_the_body(program, kind):
    answer = program.ask("POST", "/cohorts/X/bookings", raw=BODIES[kind])
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == ["body"]


def test_a_fault_of_ours_is_an_answer_too(program, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("not ours to show")

    monkeypatch.setattr("courses.booking.api.bookings.book_seats", broken)
    answer = program.post("/cohorts/X/bookings", {"company": "C", "seats": 1})
    assert (answer.status_code, answer.json()["code"]) == (500, "broken")
    assert "not ours" not in answer.text
