"""Answers for machines anywhere: any page's script may read them, and anybody may keep them for half a minute."""

import hashlib

from django.http import HttpResponse
from django.utils.cache import get_conditional_response

# Seconds. A change of status must show within a minute, with the time that signing takes.
KEPT = 30


def open_json(request, text, kept=KEPT, content_type="application/json"):
    """Return JSON text with ETag, Cache-Control and an open CORS door; 304 to who has it already."""
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    fresh = HttpResponse(text, content_type=content_type)
    response = get_conditional_response(request, etag=etag, response=fresh)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={kept}"
    response["Access-Control-Allow-Origin"] = "*"
    return response
