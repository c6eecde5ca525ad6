"""The contexts that say what the words of a credential mean: bundled, never fetched."""

import functools
import json
from pathlib import Path

FOLDER = Path(__file__).parent / "contexts"
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
FILES = {CREDENTIALS: "credentials-v2.json", OPEN_BADGES: "open-badges-3.0.3.json"}


class UnknownContext(Exception):
    """A context that is not bundled was asked for: what is signed must not depend on what a server says today."""


def load(url, _options=None):
    """Return a bundled context as PyLD's document loaders do. Raises UnknownContext for any other address."""
    if url not in FILES:
        raise UnknownContext(url)
    # "static" lets PyLD keep what it made of a context, which is most of its work.
    about = {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json", "tag": "static"}
    return {**about, "document": _context(url)}


@functools.cache
def _context(url):
    return json.loads((FOLDER / FILES[url]).read_text(encoding="utf-8"))
