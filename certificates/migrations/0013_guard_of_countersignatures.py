"""A chamber's word stands: rows are only added."""

from django.db import migrations

from lms.lib.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("certificates", "0012_countersignatures")]

    operations = [append_only("certificates_countersignature")]
