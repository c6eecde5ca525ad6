from django.db import migrations, models

from lms.lib.guards import fixed_columns

FIXED = (
    *("kind", "office_id", "year", "sequence", "number", "booking_id", "instalment", "version", "corrects_id"),
    *("invoiced_again", "given_id", "seats", "consumer", "language", "seller", "buyer", "purchase_order"),
    *("buyer_reference", "subject", "reason", "issued_on", "due_on", "service_from", "service_to", "currency"),
    *("net_cents", "tax_cents", "rounding_cents", "gross_cents", "issued_by_id", "issued_at", "announced"),
)
FILES = ("pdf", "sha256", "xml", "xml_sha256", "xrechnung", "xrechnung_sha256")
GIVEN = (
    *("booking_id", "kind", "seats", "fee_cents", "successor_id", "standing", "at", "free_because", "to_judge"),
)
before = fixed_columns("courses_invoice", *FIXED, once_filled=FILES)
given = fixed_columns("courses_seatsgiven", *GIVEN, once_filled=("outcome",))


def note_what_stays(apps, schema_editor):
    """What was settled as invoiced before stays owed."""
    invoices = dict(
        apps.get_model("courses", "Invoice").objects.filter(instalment__isnull=False).values_list("pk", "instalment")
    )
    for row in apps.get_model("courses", "SeatsGiven").objects.filter(outcome__in=["kept", "waived"]):
        if row.kind != "withdrawn" or row.outcome == "waived":
            row.staying = sorted({invoices[pk] for pk in row.standing if pk in invoices})
            row.save(update_fields=["staying"])


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0012_bank_line_currency'),
    ]

    operations = [
        # SQLite rebuilds the tables: the guards are lifted and set again.
        migrations.RunPython(before.reverse_code, before.code),
        migrations.AddField(
            model_name='invoice',
            name='by_amount',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(given.reverse_code, given.code),
        migrations.AddField(
            model_name='seatsgiven',
            name='staying',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='seatsgiven',
            name='kind',
            field=models.CharField(choices=[('cancelled', 'cancelled before the start'), ('withdrawn', 'withdrawn on the way'), ('taken_over', 'taken over by another company'), ('undone', 'the takeover was undone')], max_length=20),
        ),
        migrations.AlterField(
            model_name='seatsgiven',
            name='outcome',
            field=models.CharField(blank=True, choices=[('credited', 'credited'), ('part', 'credited in part'), ('kept', 'stays as invoiced'), ('waived', 'nothing more due'), ('returned', 'the seat came back')], max_length=20),
        ),
        fixed_columns("courses_invoice", *FIXED, "by_amount", once_filled=FILES),
        fixed_columns("courses_seatsgiven", *GIVEN, once_filled=("outcome",)),
        migrations.RunPython(note_what_stays, migrations.RunPython.noop),
    ]
