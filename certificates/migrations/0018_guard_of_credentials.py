"""A credential is what was signed and embedded: filled in once, erased with the rest, never changed."""

from django.db import migrations

from lms.lib.guards import fixed_columns

TABLE = "certificates_copycontent"
FIXED = ("copy_id", "snapshot")
before = fixed_columns(TABLE, *FIXED, once_filled=["pdf"], deletable=True)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0017_guards_of_withheld_and_asked")]

    operations = [
        migrations.RunPython(before.reverse_code, before.code),
        fixed_columns(TABLE, *FIXED, once_filled=["pdf", "credential"], deletable=True),
    ]
