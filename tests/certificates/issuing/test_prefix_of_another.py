"""A prefix that an office gave up is not free: its numbers are in the register, and none is given twice."""

import pytest

from certificates.issuing.actions import issue_certificates
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db
SELLER = {"invoice_prefix": "", "payment_days": "", "invoice_days_before": ""}


def typed(office, **changes):
    return {
        "code": office.code, "name": office.name, "land": "BY", "certificate_prefix": office.certificate_prefix,
        **SELLER, **changes,
    }  # fmt: skip


@pytest.fixture
def former():
    """An office that issued under one prefix and took another since."""
    cohort = scenes.finished_cohort(1)
    issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    office = cohort.edition.programme.office
    office.code, office.former_prefix, office.certificate_prefix = "former", office.certificate_prefix, "NEU"
    office.save()
    return office


def save(client, office, **changes):
    client.force_login(makers.make_office_user())
    page = client.post(f"/office/data/offices/{office.pk}/", typed(office, **changes), follow=True)
    office.refresh_from_db()
    return page.text


def test_another_office_does_not_get_it(client, former):
    other = makers.make_office()
    before = other.certificate_prefix
    page = save(client, other, certificate_prefix=former.former_prefix)
    assert f"mit {former.former_prefix} beginnen" in page and former.name in page
    assert other.certificate_prefix == before


def test_the_office_itself_may_go_back_to_it(client, former):
    prefix = former.former_prefix
    save(client, former, certificate_prefix=prefix)
    assert former.certificate_prefix == prefix


def test_one_that_only_begins_alike_is_free(client, former):
    other = makers.make_office()
    save(client, other, certificate_prefix=f"{former.former_prefix}9")
    assert other.certificate_prefix == f"{former.former_prefix}9"
    save(client, other, certificate_prefix=former.former_prefix[:1])
    assert other.certificate_prefix == former.former_prefix[:1]


def test_who_has_it_already_can_still_be_corrected(client, former):
    other = makers.make_office(certificate_prefix=former.former_prefix)
    save(client, other, name="Netz mit neuem Namen")
    assert other.name == "Netz mit neuem Namen"
