"""No address of ours has a NUL byte in it; PostgreSQL cannot even be asked for one, so it is answered at the door."""

import re

from django.core.exceptions import BadRequest
from django.http import Http404

# A text without control characters and line breaks.
ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"


def is_one_line(text):
    """Whether a text has no line break and no other control character in it."""
    return re.fullmatch(ONE_LINE, text) is not None and is_whole(text)


def typed(data, name, most):
    """Return what was sent under `name` without a form, at most `most` characters of it and no NUL byte; else ""."""
    return data.get(name, "").replace("\0", "")[:most]


def number_in(text):
    """Return the number that a link or a form carries, as long as any database takes it; None: it carries none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def is_whole(text):
    """Whether a query and a page can hold it: JSON may spell out a NUL, or half of a letter (a surrogate)."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


class NoNulMiddleware:
    """Answer a NUL in the path with "not found" and one in the query with "bad request". Forms refuse it themselves."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\0" in query:
            raise BadRequest("NUL in the query")
        return self.get_response(request)
