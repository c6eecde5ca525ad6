"""Rows of these tables are only added."""

from django.db import migrations

from lms.lib.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [append_only("audit_act")]
