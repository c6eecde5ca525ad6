"""Rows of these tables are only added."""

from django.db import migrations

from lms.lib.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_initial")]

    operations = [append_only("certificates_statuschange", "certificates_certificate", "certificates_release")]
