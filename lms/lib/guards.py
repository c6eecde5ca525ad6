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
