"""What must stand in the database before anything can be run, said by `manage.py check --database default`."""

from django.core.checks import Tags, Warning, register
from django.db import connections

from lms.home.checks import TAG
from lms.organisations.models import ClusterOffice


@register(TAG, Tags.database)
def there_is_a_cluster_office(databases=None, **_about):
    """Programmes belong to an office and certificates carry its name; before the first migration nothing is missing."""
    return [
        Warning(
            "There is no cluster office yet, so no programme can be made.",
            hint="Load one with manage.py load_programmes, or add it in the administration (organisations).",
            id="lehrgang.W005",
        )
        for alias in databases or ()
        if _is_migrated(alias) and not ClusterOffice.objects.using(alias).exists()
    ]


def _is_migrated(alias):
    return ClusterOffice._meta.db_table in connections[alias].introspection.table_names()
