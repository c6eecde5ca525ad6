"""Test databases are copies of one that was migrated once: never of older migrations, never of half a database."""

import sqlite3

import pytest
from django.db import connection, connections

from tests import mould


@pytest.fixture
def root(tmp_path):
    """A project with one migration."""
    (tmp_path / "courses" / "migrations").mkdir(parents=True)
    (tmp_path / "courses" / "migrations" / "0001_first.py").write_text("first")
    return tmp_path


def test_a_migration_more_changed_or_renamed_asks_for_another_mould(root):
    folder, seen = root / "courses" / "migrations", {mould._fingerprint(root)}
    (folder / "0002_second.py").write_text("second")
    seen.add(mould._fingerprint(root))
    (folder / "0002_second.py").write_text("changed")
    seen.add(mould._fingerprint(root))
    (folder / "0002_second.py").rename(folder / "0002_other.py")
    seen.add(mould._fingerprint(root))
    assert len(seen) == 4


def test_what_guards_are_made_of_belongs_to_it(root):
    before = mould._fingerprint(root)
    (root / "lms" / "lib").mkdir(parents=True)
    (root / "lms" / "lib" / "guards.py").write_text("a trigger")
    assert mould._fingerprint(root) != before


def test_a_file_still_open_becomes_a_whole_mould(tmp_path):
    """A migration's cursor may keep the database open, and its last rows beside the file."""
    name, new = str(tmp_path / "being_cast.sqlite3"), str(tmp_path / "mould.sqlite3")
    still_open = sqlite3.connect(name, isolation_level=None)
    still_open.execute("PRAGMA journal_mode=WAL")
    still_open.execute("CREATE TABLE rows (number)")
    still_open.executemany("INSERT INTO rows VALUES (?)", [(1,), (2,)])
    half_read = still_open.execute("SELECT number FROM rows")
    next(half_read)
    mould.Files().rename(name, new)
    assert sqlite3.connect(new).execute("SELECT count(*) FROM rows").fetchone() == (2,)
    assert [path.name for path in tmp_path.iterdir()] == ["mould.sqlite3"]


def test_a_copy_takes_nothing_over_from_a_run_that_was_killed(tmp_path):
    (tmp_path / "mould.sqlite3").write_bytes(b"mould")
    for end in ("", "-wal", "-shm", "-journal"):
        (tmp_path / f"test.sqlite3{end}").write_bytes(b"left behind")
    mould.Files().copy(str(tmp_path / "mould.sqlite3"), str(tmp_path / "test.sqlite3"))
    assert (tmp_path / "test.sqlite3").read_bytes() == b"mould"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mould.sqlite3", "test.sqlite3"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_copy_replaces_one_that_is_still_in_use():
    server, name = mould.Server(), f"{connection.settings_dict['NAME']}_copied"
    server.copy(mould.mould_name(), name)
    killed = connections["default"].copy()
    killed.settings_dict = {**connection.settings_dict, "NAME": name}
    try:
        with killed.cursor() as cursor:
            cursor.execute("CREATE TABLE left_behind ()")
        server.copy(mould.mould_name(), name)
        killed.connection.close()
        killed.connection = None
        with killed.cursor() as cursor:
            cursor.execute("SELECT to_regclass('left_behind')")
            assert cursor.fetchone() == (None,)
    finally:
        killed.close()
        server.drop(name)


@pytest.mark.django_db
def test_guards_come_along():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%'")
        else:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'append_only_%'")
        assert cursor.fetchone()[0] > 0
