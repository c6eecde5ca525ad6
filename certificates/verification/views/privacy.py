"""What every public answer asks of browsers and search engines."""


def private(response, referrer="no-referrer"):
    """Return the response, not to be kept, indexed or passed on."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = referrer
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
