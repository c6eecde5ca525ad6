"""Reading many tables as they stood at one moment, and writing none."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def read_only_snapshot():
    """
    Open a transaction that sees one moment and cannot write. It must be the outermost one.

    PostgreSQL: REPEATABLE READ, READ ONLY. SQLite: a deferred transaction, which holds up no writer.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
            try:
                yield
            finally:
                cursor.execute("PRAGMA query_only = OFF")
    finally:
        connection.transaction_mode = usual
