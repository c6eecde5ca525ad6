"""A database of the benchmarks' own on a PostgreSQL server: made, used, dropped."""

from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"


class NoDatabase(Exception):
    """The server does not do what the benchmarks need of it; the sentence says what."""


@contextmanager
def own_database(server, name, *, template=None):
    """
    Make the database `name` on `server` (a postgres:// address), yield its address and drop it in the end.

    One that a broken run left is dropped first. `template` is a database to copy, to which nobody may be connected.
    Raises NoDatabase.
    """
    parts = urlsplit(server)
    if not parts.scheme.startswith("postgres"):
        raise NoDatabase(f"The benchmarks run on PostgreSQL; DATABASE_URL names {parts.scheme or 'nothing'}.")
    if parts.path == f"/{name}":
        raise NoDatabase(f"DATABASE_URL names {name}, which the benchmarks make and drop; name another one there.")
    database = sql.Identifier(name)
    copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
    try:
        _do(server, sql.SQL("DROP DATABASE IF EXISTS {}").format(database))
        _do(server, sql.SQL("CREATE DATABASE {}{}").format(database, copied))
    except psycopg.Error as error:
        raise NoDatabase(f"PostgreSQL: {' '.join(str(error).split())}") from error
    try:
        yield parts._replace(path=f"/{name}").geturl()
    finally:
        _do(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))


def _do(server, statement):
    with psycopg.connect(server, autocommit=True, connect_timeout=5) as connection:
        connection.execute(statement)
