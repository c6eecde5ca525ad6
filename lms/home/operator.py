"""Who runs this site, as its pages say it."""

from django.conf import settings
from django.core.cache import cache

from lms.organisations.models import ClusterOffice

KEY, SECONDS = "operator-name", 300


def operator_name():
    """Return the name of the cluster's office, else settings.WAGTAIL_SITE_NAME; read once in five minutes."""
    name = cache.get(KEY)
    if name is None:
        name = ClusterOffice.objects.order_by("pk").values_list("name", flat=True).first() or settings.WAGTAIL_SITE_NAME
        cache.set(KEY, name, SECONDS)
    return name
