"""The name of a printed copy as a search looks for it, so that the database can look; as fixed as what it is made of."""

from django.db import migrations, models

from lms.lib.guards import fixed_columns
from lms.lib.spelling import spelled

TABLE = "certificates_copycontent"
FIXED, FILLED = ("copy_id", "snapshot"), ["pdf", "credential"]
before = fixed_columns(TABLE, *FIXED, once_filled=FILLED, deletable=True)
AT_ONCE = 1_000


def spell(apps, schema_editor):
    """Fill it in for what is printed already."""
    contents = apps.get_model("certificates", "CopyContent").objects
    names = contents.order_by("pk").values_list("pk", "snapshot__given_name", "snapshot__family_name")
    known = 0
    while found := list(names.filter(pk__gt=known)[:AT_ONCE]):
        rows = [contents.model(pk=pk, spelled=spelled(f"{given or ''} {family or ''}")) for pk, given, family in found]
        contents.bulk_update(rows, ["spelled"])
        known = found[-1][0]


class Migration(migrations.Migration):
    dependencies = [("certificates", "0018_guard_of_credentials")]

    operations = [
        migrations.RunPython(before.reverse_code, before.code),
        migrations.AddField(
            "copycontent",
            "spelled",
            models.TextField(blank=True, default="", verbose_name="name to be found by"),
            preserve_default=False,
        ),
        migrations.RunPython(spell, migrations.RunPython.noop),
        fixed_columns(TABLE, *FIXED, "spelled", once_filled=FILLED, deletable=True),
    ]
