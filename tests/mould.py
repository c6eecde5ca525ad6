"""
The mould of the test databases: migrated once, then copied for each worker of each run.

Migrating takes half a minute of computing, copying less than a second, and guards and triggers come along. The mould's
name ends in a hash of what migrations are made of, so a changed migration gets a mould of its own; under its name it
stands only when it is whole, so a run that was killed while casting leaves nothing that another would take.

`python -m tests.mould` casts it beforehand, for the database that DATABASE_URL names.
"""

import fcntl
import gc
import hashlib
import os
import re
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

MADE_OF = ("lms/**/migrations/*.py", "courses/**/migrations/*.py", "certificates/**/migrations/*.py", "lms/lib/*.py")
BESIDE = ("requirements.lock", "lms/settings/base.py")
BEING_CAST = "being_cast"


def lay_copy():
    """Put a fresh copy of the mould where this worker's test database is to be; what an earlier run left there goes."""
    shelf = _shelf()
    with _alone():
        _provide(shelf)
        shelf.copy(mould_name(), connection.creation._get_test_db_name())


def mould_name():
    """The name of the mould for the migrations as they are now."""
    return _named(_fingerprint(Path(settings.BASE_DIR)))


def _named(end):
    """The name that a mould of this checkout has with this end: on SQLite a file's path."""
    root = Path(settings.BASE_DIR)
    if connection.vendor == "sqlite":
        return str(root / ".cache" / f"mould_{end}.sqlite3")
    return f"mould_lehrgang_{root.name[:30]}_{end}".replace("-", "_")


def _fingerprint(root):
    """A hash of everything that the tables of a migrated database depend on."""
    made_of = hashlib.sha256()
    for path in sorted({path for pattern in (*MADE_OF, *BESIDE) for path in root.glob(pattern)}):
        made_of.update(f"{path.relative_to(root)}\0".encode())
        made_of.update(path.read_bytes())
    return made_of.hexdigest()[:12]


def _provide(shelf):
    """Cast the mould for these migrations if there is none."""
    if not shelf.has(mould_name()):
        _cast(shelf)


def _cast(shelf):
    """Migrate an empty database under a name of its own; only when it is whole it gets the mould's."""
    ours = re.compile(re.escape(_named("#")).replace(r"\#", f"([0-9a-f]{{12}}|{BEING_CAST})"))
    for name in filter(ours.fullmatch, shelf.names()):
        shelf.drop(name)
    was, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    wanted, test["NAME"] = test["NAME"], _named(BEING_CAST)
    # Migrating makes models by the thousand and drops few; looking for garbage all the time is a fifth of the work.
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        gc.set_threshold(*usual)
        test["NAME"] = wanted
        connection.creation.destroy_test_db(was, verbosity=0, keepdb=True)
    shelf.rename(_named(BEING_CAST), mould_name())


@contextmanager
def _alone():
    """One process of this checkout at a time; whoever is killed lets the next one in."""
    folder = Path(settings.BASE_DIR) / ".cache"
    folder.mkdir(exist_ok=True)
    with open(folder / f"mould-{connection.vendor}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Files:
    """SQLite: a database is a file, and beside it what is not yet written back into it."""

    BESIDE = ("-wal", "-shm", "-journal", ".whole")

    def names(self):
        return [str(path) for path in Path(settings.BASE_DIR, ".cache").glob("*.sqlite3")]

    def has(self, name):
        return os.path.exists(name)

    def drop(self, name):
        for end in ("", *self.BESIDE):
            Path(f"{name}{end}").unlink(missing_ok=True)

    def rename(self, name, new):
        # Also what is not written back yet: a cursor that was never read to its end keeps the database open.
        with closing(sqlite3.connect(name)) as whole:
            whole.execute("VACUUM INTO ?", [f"{name}.whole"])
        os.replace(f"{name}.whole", new)
        self.drop(name)

    def copy(self, name, new):
        self.drop(new)
        shutil.copyfile(name, new)


class Server:
    """PostgreSQL: copied by the server; whoever is still connected to what goes is sent away."""

    def names(self):
        return self._ask("SELECT datname FROM pg_database")

    def has(self, name):
        return bool(self._ask("SELECT datname FROM pg_database WHERE datname = %s", name))

    def drop(self, name):
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def rename(self, name, new):
        self._do("ALTER DATABASE {} RENAME TO {}", name, new)

    def copy(self, name, new):
        self.drop(new)
        self._do("CREATE DATABASE {} TEMPLATE {}", new, name)
        # Tests kill our processes, never the server: none waits until a disk has what it commits.
        self._do("ALTER DATABASE {} SET synchronous_commit TO off", new)

    def _ask(self, query, *values):
        with connection._nodb_cursor() as cursor:
            cursor.execute(query, values)
            return [name for (name,) in cursor.fetchall()]

    def _do(self, statement, *names):
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement.format(*(connection.ops.quote_name(name) for name in names)))


def _shelf():
    return Files() if connection.vendor == "sqlite" else Server()


if __name__ == "__main__":
    import django

    django.setup()
    with _alone():
        _provide(_shelf())
