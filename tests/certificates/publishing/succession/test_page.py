"""The static page of the export verifies files and codes in a browser, from the disk and from a server, without us."""

import functools
import http.server
import io
import re
import threading

import pikepdf
import pytest

from certificates.document.codes import in_groups
from tests.certificates.publishing.succession.house import close

BYTE_RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+) *\]")

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TITLES = {
    "de": {
        "valid": "Echt und gültig",
        "revoked": "Echt, aber widerrufen",
        "suspended": "Echt, aber gesperrt",
        "replaced": "Echt, aber ersetzt",
        "name_erased": "Echt und gültig, ohne Namen",
        "unknown": "Nicht bestätigt",
        "appended": "Nach dem Siegeln ergänzt",
    },
    "en": {
        "valid": "Genuine and valid",
        "revoked": "Genuine, but revoked",
        "suspended": "Genuine, but suspended",
        "replaced": "Genuine, but replaced",
        "name_erased": "Genuine and valid, without a name",
        "unknown": "Not confirmed",
        "appended": "Added to after sealing",
    },
}


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def house(tmp_path):
    return close(tmp_path / "register")


def forgeries(house):
    """What somebody might make of a genuine file, and what the page must say to it."""
    good = house.pdfs["valid"]
    flipped = bytearray(good)
    flipped[len(good) // 3] ^= 1
    with pikepdf.open(io.BytesIO(good)) as pdf:
        saved = io.BytesIO()
        pdf.save(saved)
    length, again, rest = (int(number) for number in BYTE_RANGE.search(good).groups())
    # A file of one's own that carries the genuine one along and points at it.
    evil = "%PDF-1.7\n% another page\n/ByteRange [{:07} {:07} {:07} {:07}]\n"
    size = len(evil.format(0, 0, 0, 0))
    carrying = evil.format(size, length, size + again, rest).encode() + good
    # The genuine bytes with something else in the place of the seal.
    stuffed = good[: length + 1] + b"(evil)" + good[length + 7 :]
    return {
        "one bit flipped": (bytes(flipped), "unknown"),
        "saved anew": (saved.getvalue(), "unknown"),
        "cut off": (good[:-100], "unknown"),
        "appended": (good + b"\n% more\n", "appended"),
        "a line break appended by a mail program": (good + b"\r\n", "valid"),
        "white space, then something": (good + b"\n\n%", "appended"),
        "carried along": (carrying, "unknown"),
        "something in the place of the seal": (stuffed, "unknown"),
        "no PDF": (b"hello", "unknown"),
        "empty": (b"", "unknown"),
        "another's revoked one with an appendix": (house.pdfs["revoked"] + b"x", "appended"),
    }


class Page:
    """The static page in a window."""

    def __init__(self, window):
        self.window = window

    def title(self):
        self.window.wait_for_selector("#answer article h2")
        return self.window.inner_text("#answer article h2").strip()

    def file(self, content, name="zertifikat.pdf"):
        self.window.evaluate("shown = null; draw()")
        self.window.set_input_files("#file", {"name": name, "mimeType": "application/pdf", "buffer": content})
        return self.title()

    def code(self, text):
        self.window.evaluate("shown = null; draw()")
        self.window.fill("#code", text)
        self.window.click("#form button")
        return self.title()

    def speak(self, language):
        self.window.click(f"[data-language={language}]")


def test_in_chromium(house, chromium_path, tmp_path):
    from playwright.sync_api import sync_playwright  # heavy, and not there where there is no browser

    handler = functools.partial(Silent, directory=house.folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    places = [(house.folder / "index.html").as_uri(), f"http://127.0.0.1:{server.server_port}/"]
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
            for place in places:
                asked, errors = [], []
                window = browser.new_page(locale="de-DE")
                window.on("request", lambda request, asked=asked: asked.append(request.url))
                window.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
                window.goto(place)
                for language, titles in TITLES.items():
                    everything_is_answered(Page(window), house, language, titles)
                assert [url for url in asked if url != place and "favicon" not in url] == [], "it asks nobody"
                assert errors == []
            the_sealed_part_can_be_saved(window, house)
            it_fits_a_telephone(window, house, tmp_path)
            it_hashes_by_itself(window)
            browser.close()
    finally:
        server.shutdown()
        server.server_close()


def everything_is_answered(page, house, language, titles):
    page.speak(language)
    for word, pdf in house.pdfs.items():
        assert page.file(pdf) == titles[word]
        assert page.code(in_groups(house.codes[word]).lower()) == titles[word]
        credential = page.file(house.credentials[word].encode(), "credential.json")
        assert credential == titles["unknown" if word == "name_erased" else word]
    for name, (content, word) in forgeries(house).items():
        assert page.file(content) == titles[word], name
    for code in ("", "0000-0000-0000-0000", "x", "U" * 16):
        assert page.code(code) == titles["unknown"]
    assert page.code(f"https://lehrgang.example/v/{house.codes['revoked']}") == titles["revoked"]
    visible = page.window.inner_text("main")
    assert ("Was diese Seite kann" in visible) == (language == "de")
    assert ("What this page can check" in visible) == (language == "en")


def the_sealed_part_can_be_saved(window, house):
    Page(window).file(house.pdfs["valid"] + b"\n% more\n")
    with window.expect_download() as waiting:
        window.click("#answer button")
    with open(waiting.value.path(), "rb") as saved:
        assert saved.read() == house.pdfs["valid"]


def it_fits_a_telephone(window, house, tmp_path):
    for width in (320, 390, 1440):
        window.set_viewport_size({"width": width, "height": 900})
        Page(window).file(house.pdfs["replaced"])
        assert window.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def it_hashes_by_itself(window):
    """Plain HTTP has no crypto.subtle; the page's own lines must give the same."""
    same = window.evaluate(
        """async () => {
          for (const length of [0, 1, 55, 56, 63, 64, 65, 1000, 70001]) {
            const bytes = Uint8Array.from({length}, (_, i) => (i * 31 + length) & 255);
            const real = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
            if (hex(real) !== hex(slowSha256(bytes))) return length;
          }
          return true;
        }"""
    )
    assert same is True
