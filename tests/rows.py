"""The rows that migrations write (root page, locales, rights), put back after tests that emptied all tables."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection


def put_back(kept):
    """Empty all tables and write the rows `kept`, as `connection._test_serialized_contents` has them."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    ContentType.objects.clear_cache()
    connection.creation.deserialize_db_from_string(kept)
    # The rows came with their keys: new ones must not begin at 1 again.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
