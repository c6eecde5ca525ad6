"""Another code for what refuses a second template; no table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0019_names_to_be_found_by"),
        ("courses", "0013_credited_in_part"),
        ("organisations", "0003_billing"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="paperdesign",
            name="one_design_per_certifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("chamber__isnull", False)),
                fields=("programme", "kind", "chamber"),
                name="one_design_per_certifier",
                violation_error_code="taken",
                violation_error_message="There is a template for this kind of paper and this certifier already.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="paperdesign",
            name="one_design_for_all_certifiers",
            constraint=models.UniqueConstraint(
                condition=models.Q(("chamber__isnull", True)),
                fields=("programme", "kind"),
                name="one_design_for_all_certifiers",
                violation_error_code="taken",
                violation_error_message="There is a template for this kind of paper already.",
            ),
        ),
    ]
