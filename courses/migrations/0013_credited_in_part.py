from django.db import migrations, models

from lms.lib.guards import fixed_columns

FIXED = (
    *("kind", "office_id", "year", "sequence", "number", "booking_id", "instalment", "version", "corrects_id"),
    *("invoiced_again", "given_id", "seats", "consumer", "language", "seller", "buyer", "purchase_order"),
    *("buyer_reference", "subject", "reason", "issued_on", "due_on", "service_from", "service_to", "currency"),
    *("net_cents", "tax_cents", "rounding_cents", "gross_cents", "issued_by_id", "issued_at", "announced"),
)
FILES = ("pdf", "sha256", "xml", "xml_sha256", "xrechnung", "xrechnung_sha256")
before = fixed_columns("courses_invoice", *FIXED, once_filled=FILES)


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0012_bank_line_currency'),
    ]

    operations = [
        # SQLite rebuilds the table: the guard is lifted and set again, over the new column too.
        migrations.RunPython(before.reverse_code, before.code),
        migrations.AddField(
            model_name='invoice',
            name='by_amount',
            field=models.BooleanField(default=False),
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
    ]
