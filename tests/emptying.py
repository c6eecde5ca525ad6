"""
Emptying the database after a test that commits: only tables with rows, and not what Django would only make anew.

Django truncates all tables and then writes content types and permissions again, which takes seconds each time.
"""

from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from wagtail.models import Collection, Locale, Page

KEPT = {"django_content_type", "auth_permission", "django_migrations"}


def empty_tables(_test_case=None):
    """Delete every row of every table but those KEPT; guards of append-only tables are lifted for it."""
    tables = [name for name in connection.introspection.table_names() if name not in KEPT and _is_ours(name)]
    quoted = {name: connection.ops.quote_name(name) for name in tables}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted[name]})" for name in tables)
        )
        full = [name for (name,) in cursor.fetchall()]
        with _nothing_refuses(cursor):
            for name in full:
                cursor.execute(f"DELETE FROM {quoted[name]}")


def _is_ours(name):
    """Tables that SQLite keeps behind a full-text index go with it."""
    return "_fts" not in name


@contextmanager
def _nothing_refuses(cursor):
    """Within it neither foreign keys nor guards hold back a DELETE; nothing of it outlasts the block."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
        return
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%'")
    guards = cursor.fetchall()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        with transaction.atomic():
            for name, _sql in guards:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for _name, sql in guards:
                cursor.execute(sql)
    finally:
        cursor.execute("PRAGMA foreign_keys = ON")


def may_lift_guards():
    """Whether this database lets us; on PostgreSQL only a superuser may."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        return cursor.fetchone() == ("on",)


def lay_ground():
    """Plant what Wagtail's migrations planted, a language and two roots, where a run that committed emptied all."""
    if not Locale.objects.exists():
        Locale.objects.create(language_code=settings.LANGUAGE_CODE)
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
