"""What a chamber withheld and what an office asked for stands: rows are only added."""

from django.db import migrations

from lms.lib.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("certificates", "0016_withheld_and_asked")]

    operations = [append_only("certificates_withholding", "certificates_releaserequest")]
