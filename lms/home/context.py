"""What every page shows: who runs the site."""

from django.conf import settings


def site(request):
    """Put the operator's name and whether this is the demo into every template."""
    return {"SITE_NAME": settings.WAGTAIL_SITE_NAME, "DEMO": settings.DEMO}
