"""Exceptions are only added; whose certificate it is and what it says may be erased, never changed."""

from django.db import migrations

from lms.lib.guards import append_only, append_only_again, fixed_columns


class Migration(migrations.Migration):
    dependencies = [("certificates", "0010_exceptions_sharing_evidence")]

    operations = [
        append_only_again("certificates_release"),
        append_only("certificates_exceptiongranted"),
        fixed_columns("certificates_holding", "certificate_id", "enrolment_id", deletable=True),
        fixed_columns("certificates_copycontent", "copy_id", "snapshot", once_filled=["pdf"], deletable=True),
        fixed_columns(
            "certificates_sharelink",
            "certificate_id",
            "token_sha256",
            "with_pdf",
            "made_at",
            "expires_at",
            deletable=True,
        ),
    ]
