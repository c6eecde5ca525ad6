"""Following every link that a visitor is offered, from the pages that they know by heart."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from tests.house.asking import client_of, on_paper

STARTS = ("/", "/start/", "/de/")
# Signing out ends the walk; Wagtail's admin has walks of its own (test_admin_rows.py).
NOT_ENTERED = ("/account/logout/", "/office/cms/", "/static/", "/media/")
MOST_PAGES = 400


class _Links(HTMLParser):
    """Collects what can be followed: links, and what htmx would fetch."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        self.found += [facts[name] for name in ("href", "hx-get") if facts.get(name) and tag != "link"]


def links_of(html, base):
    """The addresses of this site that a page at `base` leads to, without what stands after "#"."""
    for link in _Links(html).found:
        parts = urlsplit(urljoin(f"{settings.PUBLIC_URL}{base}", link))
        if f"{parts.scheme}://{parts.netloc}" == settings.PUBLIC_URL and not parts.path.startswith(NOT_ENTERED):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def crawl(user):
    """
    Yield (address, where the link stood, response, number of queries) for each page that `user` comes to by links.

    Redirects are followed as links are. Nothing is written down: every visit is taken back.
    """
    client, seen = client_of(user), set(STARTS)
    waiting = deque((start, "by heart") for start in STARTS)
    while waiting and len(seen) <= MOST_PAGES:
        address, came_from = waiting.popleft()
        response, queries, _wrote = on_paper(lambda: client.get(address))  # noqa: B023
        yield address, came_from, response, queries
        if response.status_code in (301, 302):
            targets = [response["Location"]]
        elif response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            targets = links_of(response.text, address)
        else:
            targets = []
        for target in targets:
            if target.startswith("/") and target not in seen and not target.startswith(NOT_ENTERED):
                seen.add(target)
                waiting.append((target, address))
