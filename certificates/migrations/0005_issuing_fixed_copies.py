"""What a copy is known by never changes: its number, code, day and, once it is made, its hash."""

from django.db import migrations

from lms.lib.guards import append_only, fixed_columns


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_issuing_name_erasure")]

    operations = [
        fixed_columns(
            "certificates_copy",
            "certificate_id",
            "ordinal",
            "code",
            "credential_id",
            "language",
            "issued_on",
            "mark",
            once_filled=["sha256"],
        ),
        append_only("certificates_nameerasure"),
    ]
