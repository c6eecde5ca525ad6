"""Whatever is sent where, no page breaks: a fault is said, what cannot be is not found, nothing is changed by it."""

import itertools
import re

import pytest
from django.urls import get_resolver

from tests.house.addresses import STOCK, addresses
from tests.house.asking import Stranger, client_of, on_paper
from tests.house.test_every_url_every_role import LINES, ROLES

pytestmark = pytest.mark.django_db

# Who does it most; the first of them who may is asked.
DOERS = [
    "own_booker",
    "own_lecturer",
    "own_participant",
    "own_host",
    "own_chamber",
    "own_manager",
    "office",
    "administrator",
    "anonymous",
]
LONG = "x" * 10_000
# Whatever a browser sends for a box that is ticked, it is ticked; a chair is kept for a form, whoever is typed in it.
ANY_VALUE = {"change_certificate erase", "hold_private"}
JUNK = {
    "nul": "a\0b",
    "long": LONG,
    "negative": "-1",
    "beyond a column": str(2**63),
    "beyond everything": "9" * 400,
    "no number": "NaN",
    "no day": "2027-02-30",
    "signs": "\u202eä€\U0001f600<script>'\"; --",
    "lone surrogate": "\ud800",
}
# Forms without a field of their own, or whose fields may all stay empty: pressing the button says it all.
BUTTONS = {
    "answer_takeover agree", "answer_takeover decline", "answer_takeover withdraw",
    "call_off_stand_in", "undo_takeover", "carry_out_declaration", "declaration", "declaration typed",
    "absence_reason", "bank_file", "calendar_feed", "cancel_booking", "cohort_act complete",
    "cohort_act start", "cohort_evidence", "credit_called_off", "end_share_link", "give_back_seat", "invoice_address",
    "issue_invoices", "lesson_done", "open_booking",
    "remind_lecturers", "revoke_api_token", "set_language", "withdraw_make_up", "withdraw_pledge",
    "withdraw_role bookers", "withdraw_role hosts", "withdraw_role office", "withdraw_role verifiers",
}  # fmt: skip


def forms(house):
    """Yield (line, address, the client of somebody who may send it) for each address that takes something."""
    clients = {}
    for row, address in addresses(house).items():
        post = LINES[row][1]
        doer = next((role for role in DOERS if post[ROLES.index(role)] == "+"), None)
        if doer is None and address.data:
            doer = next(role for role in DOERS if post[ROLES.index(role)] in ".~?")
        if doer:
            yield row, address, clients.setdefault(doer, client_of(house.users[doer]))


def ask(client, url, data, **more):
    return on_paper(lambda: client.post(url, data, **more))


def spoilt(data):
    """Yield (what was done, the data with it): all fields at once, and then each alone."""
    for kind, value in JUNK.items():
        yield f"{kind} everywhere", dict.fromkeys(data, value)
    alone = itertools.cycle(("beyond everything", "nul", "long"))
    for name, kind in zip(data, alone, strict=False):
        yield f"{kind} in {name}", {**data, name: JUNK[kind]}
        yield f"{name} left out", {key: value for key, value in data.items() if key != name}


def sendable(data):
    """A lone surrogate cannot be sent as text; a browser's bytes for it are these."""
    return {
        key: value.encode("utf-8", "surrogatepass").decode("latin-1")
        if isinstance(value, str) and "\ud800" in value
        else value
        for key, value in data.items()
    }


def test_an_empty_form_changes_nothing(house):
    faults = []
    for row, address, client in forms(house):
        answer, _queries, wrote = ask(client, address.url, {})
        if answer.status_code >= 500 or (wrote and row not in BUTTONS):
            faults.append(f"{row}: {answer.status_code}, {wrote[:1]}")
    assert not faults, "\n".join(faults)


def test_no_spoilt_form_breaks_a_page(house):
    faults, sent = [], 0
    for row, address, client in forms(house):
        for kind, data in spoilt(address.data):
            answer, _queries, wrote = ask(client, address.url, sendable(data))
            sent += 1
            if answer.status_code >= 500:
                faults.append(f"{row}, {kind}: {answer.status_code}")
            elif wrote and kind in ("nul everywhere", "long everywhere") and row not in BUTTONS | ANY_VALUE:
                faults.append(f"{row}, {kind}: {wrote[:1]}")
    assert not faults, "\n".join(faults)
    assert sent > 400


BODIES = {
    "bytes": (bytes(range(256)), "application/octet-stream"),
    "JSON": (b'{"count": [1, null', "application/json"),
    "no UTF-8": (b"email=%ff%fe&family_name=\xff\xfe&count=%", "application/x-www-form-urlencoded"),
    "half a part": (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    "no boundary": (b"--x", "multipart/form-data"),
    "unknown fields": (b"is_superuser=1&pk=1&id=1&__proto__=1&csrf=0", "application/x-www-form-urlencoded"),
    "ten thousand fields": (b"a=1&" * 10_001, "application/x-www-form-urlencoded"),
}


def test_no_strange_body_breaks_a_page_or_changes_anything(house):
    faults = []
    for row, address, client in forms(house):
        for kind, (body, content_type) in BODIES.items():
            answer, _queries, wrote = ask(client, address.url, body, content_type=content_type)
            if answer.status_code >= 500 or (wrote and row not in BUTTONS):
                faults.append(f"{row}, {kind}: {answer.status_code}, {wrote[:1]}")
    assert not faults, "\n".join(faults)


def test_a_form_without_its_token_is_refused_in_our_words(house):
    client, faults = Stranger(enforce_csrf_checks=True), []
    client.force_login(house.users["administrator"])
    for row, address, _client in forms(house):
        answer, _queries, wrote = ask(client, address.url, address.data)
        if answer.status_code != 403 or wrote or "403_csrf.html" not in [one.name for one in answer.templates]:
            faults.append(f"{row}: {answer.status_code}")
    assert not faults, "\n".join(faults)


NUMBERS = ["0", str(2**31), str(2**63), str(10**30)]
WORDS = ["x" * 3000, "%C3%A4%E2%82%AC", "%00", "%FF%FE", "..%2F..%2Fetc", "a%0Ab", "%F0%9F%98%80", "-", "0"]
PART = re.compile(r"<(int|slug|str|path):\w+>")


def strange_addresses():
    """Every address of ours with something in it, each of its parts in turn made strange and the others plausible."""
    for pattern in _patterns(get_resolver()):
        parts = list(PART.finditer(pattern))
        for part in parts:
            for value in NUMBERS if part.group(1) == "int" else WORDS:
                url = pattern[: part.start()] + value + pattern[part.end() :]
                yield "/" + PART.sub(lambda left: "1" if left.group(1) == "int" else "x", url)


def _patterns(resolver, before=""):
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _patterns(each, pattern)
        elif not pattern.startswith(STOCK) and "<" in pattern and "(?P" not in pattern:
            yield pattern


@pytest.mark.parametrize("role", ["anonymous", "office"])
def test_what_cannot_be_is_not_found(house, role):
    client, faults, asked = client_of(house.users[role]), [], 0
    for url in strange_addresses():
        answer, _queries, _wrote = on_paper(lambda: client.get(url))  # noqa: B023
        asked += 1
        if answer.status_code not in ({404, 400, 405} if role == "office" else {404, 400, 405, 302}):
            faults.append(f"{url[:120]}: {answer.status_code}")
    assert not faults, "\n".join(faults)
    assert asked > 200


QUERIES = [
    "?page={}&q={}&code={}&company={}&seminar={}&host={}&groups={}&language={}&next={}&verb={}&who={}&day={}&subject={}"
    "&id={}&count={}&token={}".replace("{}", value)
    for value in ("", "0", "-1", "9" * 400, "%00", "%FF", "abc", "2027-02-30", "a" * 3000, "courses.cohort:%00")
]


def test_no_strange_query_breaks_a_page(house):
    faults = []
    clients = {role: client_of(user) for role, user in house.users.items()}
    readers = ("own_participant", "own_booker", "own_lecturer", "own_host", "own_chamber", "office", "anonymous")
    for row, address in addresses(house).items():
        reader = next((role for role in readers if LINES[row][0][ROLES.index(role)] == "."), None)
        for query in QUERIES if reader else ():
            answer, _queries, _wrote = on_paper(lambda: clients[reader].get(address.url + query))  # noqa: B023
            if answer.status_code >= 500:
                faults.append(f"{row} {query[:40]}: {answer.status_code}")
    assert not faults, "\n".join(faults)
