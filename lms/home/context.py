"""What every page shows: who runs the site, where one may go, who is signed in."""

from functools import partial

from django.conf import settings

from lms.home.navigation import items_for, role_words


def site(request):
    """Put the operator's name, whether this is the demo, and the navigation (asked for only where drawn) into every template."""
    return {
        "SITE_NAME": settings.WAGTAIL_SITE_NAME,
        "DEMO": settings.DEMO,
        "navigation": partial(items_for, request),
        "role_words": partial(role_words, request),
    }
