"""Rows of these tables are only added."""

from django.db import migrations

from lms.lib.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [append_only("courses_seatevent", "courses_correction", "courses_result")]
