"""A key and a proof are what they were: name and public half, place and hash never change."""

from django.db import migrations

from lms.lib.guards import fixed_columns


class Migration(migrations.Migration):
    dependencies = [("certificates", "0007_keys_and_proofs")]

    operations = [
        fixed_columns("certificates_signingkey", "purpose", "name", "public", "made_at"),
        fixed_columns(
            "certificates_proof",
            "copy_id",
            "status_list",
            "status_index",
            once_filled=["signed_sha256", "sealed_with"],
        ),
    ]
