"""Before a cohort is called off it is said what was invoiced for it and paid."""

from django.urls import reverse

from courses.invoicing.actions import record_payment
from courses.invoicing.models import Payment
from tests.makers import NOON


def test_the_question_names_what_was_invoiced_and_paid(client, cohort, invoice, office):
    record_payment(
        invoice=invoice, cents=100_00, on=NOON.date(), how=Payment.How.BANK, reference="", actor=office, at=NOON
    )
    client.force_login(office)
    facts = dict(client.get(reverse("cohort_act", args=[cohort.code, "cancel"])).context["facts"])
    said = {label: "".join(str(value).split()) for label, value in facts.items()}
    assert "1.800,03€" in said.values() and "100,00€" in said.values(), said
