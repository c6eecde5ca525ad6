"""The visitors: threads that keep their connection to 127.0.0.1 and send prepared requests one after another."""

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.arithmetic import Answer
from benchmarks.counting import HEADER

HOST = "lehrgang.example"
ORIGIN = f"https://{HOST}"
# Any 32 letters that come as cookie and in the form alike are a good token.
TOKEN = "b" * 32
SECONDS_PER_REQUEST = 60
BOUNDARY = "a-line-that-no-file-has"


@dataclass(frozen=True)
class Request:
    """
    A request to send; with `form` or `wish` (for the API, as JSON) it is a POST.

    `session` is the value of the session's cookie, `token` that of an API token. With `file` (bytes) the form is sent
    as browsers send files, under the name `file`. With `script` it is sent as htmx does, within the page.
    """

    path: str
    session: str = ""
    form: list = field(default_factory=list)
    expected: frozenset = frozenset({200})
    token: str = ""
    wish: dict | None = None
    file: bytes = b""
    script: bool = False

    @property
    def method(self):
        return "POST" if self.form or self.wish else "GET"

    @property
    def body(self):
        if self.wish:
            return json.dumps(self.wish)
        if self.file:
            return _with_file([("csrfmiddlewaretoken", TOKEN), *self.form], self.file)
        return urlencode([("csrfmiddlewaretoken", TOKEN), *self.form]) if self.form else None

    @property
    def headers(self):
        cookies = {"csrftoken": TOKEN if self.form else "", "sessionid": self.session}
        headers = {
            "Host": HOST,
            # What the web server before gunicorn says of a visitor who came over HTTPS.
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.1",
            "Accept": "text/html",
            "Accept-Language": "de",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items() if value),
        }
        if self.token:
            headers |= {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if self.script:
            headers["HX-Request"] = "true"
        if self.form:
            kind = f"multipart/form-data; boundary={BOUNDARY}" if self.file else "application/x-www-form-urlencoded"
            headers |= {"Origin": ORIGIN, "Content-Type": kind}
        return headers


def _with_file(form, file):
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in form]
    about = b'Content-Disposition: form-data; name="file"; filename="paper.pdf"\r\nContent-Type: application/pdf'
    parts.append(about + b"\r\n\r\n" + file)
    edge = b"--" + BOUNDARY.encode()
    return b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"


def send_all(port, requests, *, threads, seconds):
    """
    Send each request once, from `threads` visitors at a time, and return (the Answers in that order, seconds).

    After `seconds` no further one is sent: the answers are those to the first ones. Raises whatever the network raises.
    """
    # Written out before the clock starts: what the client works is not to be measured.
    ready = [(one.method, one.path, one.body, one.headers) for one in requests]
    answers, faults, waiting = [None] * len(ready), [], iter(range(len(ready)))
    end = time.monotonic() + seconds

    def visit():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_PER_REQUEST)
        try:
            # next() on one range iterator is safe between threads.
            for index in waiting:
                if faults or time.monotonic() > end:
                    return
                answers[index] = _ask(connection, *ready[index])
        except Exception as fault:  # noqa: BLE001 - raised again by the thread that waits
            faults.append(fault)
        finally:
            connection.close()

    visitors = [threading.Thread(target=visit, daemon=True) for _one in range(min(threads, len(ready)))]
    began = time.perf_counter()
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    elapsed = time.perf_counter() - began
    if faults:
        raise faults[0]
    return [answer for answer in answers if answer], elapsed


def _ask(connection, method, path, body, headers):
    began = time.perf_counter()
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    text = response.read()
    seconds = time.perf_counter() - began
    asked = int(response.getheader(HEADER, "0"))
    leads_on = any(response.getheader(name) for name in ("Location", "HX-Redirect"))
    return Answer(response.status, seconds, asked, text.decode("utf-8", "replace"), leads_on)
