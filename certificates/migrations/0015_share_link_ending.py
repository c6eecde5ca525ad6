"""Share links keep their last letters, so that their holder tells them apart; they change as little as the rest."""

from django.db import migrations, models

from lms.lib.guards import fixed_columns

TABLE = "certificates_sharelink"
FIXED = ("certificate_id", "token_sha256", "with_pdf", "made_at", "expires_at")
before = fixed_columns(TABLE, *FIXED, deletable=True)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0014_status_lists")]

    operations = [
        # Taken away first: SQLite rebuilds the table and forgets the guard, PostgreSQL keeps it.
        migrations.RunPython(before.reverse_code, before.code),
        migrations.AddField(
            model_name="sharelink",
            name="ending",
            field=models.CharField(blank=True, default="", max_length=4, verbose_name="last letters"),
            preserve_default=False,
        ),
        fixed_columns(TABLE, *FIXED, "ending", deletable=True),
    ]
