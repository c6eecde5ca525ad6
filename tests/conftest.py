"""Fixtures for the whole tree."""

import pytest
from django.db.backends.sqlite3.operations import DatabaseOperations


@pytest.fixture(scope="session", autouse=True)
def _flush_guarded_tables():
    """Let the flush after a transactional test empty append-only tables on SQLite: lift their guards, put them back."""
    original = DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%'")
            guards = cursor.fetchall()
        flush = original(self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
        return [*(f"DROP TRIGGER {name}" for name, _sql in guards), *flush, *(sql for _name, sql in guards)]

    DatabaseOperations.sql_flush = sql_flush
    yield
    DatabaseOperations.sql_flush = original
