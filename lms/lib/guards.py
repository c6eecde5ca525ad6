"""Tables whose rows are only ever added: the database itself refuses to change or delete them."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER append_only_{table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER append_only_{table}_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def append_only(*tables):
    """Return the migration operation that guards `tables` on SQLite and PostgreSQL."""

    def guard(apps, schema_editor):
        postgresql = schema_editor.connection.vendor == "postgresql"
        if postgresql:
            schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute((POSTGRESQL if postgresql else SQLITE).format(table=table, verb=verb))

    def lift(apps, schema_editor):
        on = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(f"DROP TRIGGER append_only_{table}_{verb}" + on.format(table=table))

    return migrations.RunPython(guard, lift)


def append_only_again(table):
    """Return the operation that puts back the guard of `append_only` after SQLite rebuilt the table for a change."""

    def guard(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(SQLITE.format(table=table, verb=verb))

    return migrations.RunPython(guard, migrations.RunPython.noop)


def fixed_columns(table, *columns, once_filled=(), emptied=(), deletable=False):
    """
    Return the migration operation after which rows of `table` are never deleted and `columns` never changed.

    With `deletable` rows may still be deleted, as an erasure must.

    Columns in `once_filled` may be filled while they are the empty text, and not changed from then on; those in
    `emptied` may become the empty text, as forgetting must, and nothing else. SQLite forgets the guard when a later
    migration rebuilds the table: repeat the operation there.
    """
    name = f"append_only_{table}_fixed"

    def differs(same):
        fixed = [f"OLD.{column} {same} NEW.{column}" for column in columns]
        filled = [f"(OLD.{column} <> '' AND OLD.{column} {same} NEW.{column})" for column in once_filled]
        told = [f"(NEW.{column} <> '' AND OLD.{column} {same} NEW.{column})" for column in emptied]
        return " OR ".join([*fixed, *filled, *told])

    def guard(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN ({differs('IS DISTINCT FROM')}) EXECUTE FUNCTION refuse_change()"
            )
            if not deletable:
                schema_editor.execute(POSTGRESQL.format(table=table, verb="DELETE"))
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {differs('IS NOT')} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: this column does not change any more'); END"
            )
            if not deletable:
                schema_editor.execute(SQLITE.format(table=table, verb="DELETE"))

    def lift(apps, schema_editor):
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on}")
        if not deletable:
            schema_editor.execute(f"DROP TRIGGER append_only_{table}_DELETE{on}")

    return migrations.RunPython(guard, lift)
