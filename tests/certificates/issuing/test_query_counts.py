"""Every page of the register asks the database as often for thirty people as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.certificates.issuing.world import make_world

pytestmark = pytest.mark.django_db
PAGES = [
    ("office", "/cohorts/{cohort}/certificates/"),
    ("office", "/cohorts/{cohort}/"),
    ("office", "/start/"),
    ("chamber", "/chambers/{chamber}/"),
    ("chamber", "/chambers/{chamber}/cohorts/{cohort}/"),
    ("chamber", "/start/"),
    ("holder", "/my/certificates/"),
    ("office", "/certificates/{number}/"),
    ("holder", "/certificates/{number}/pdf"),
    ("holder", "/my/certificates/{number}/sharing/"),
    ("office", "/cohorts/{cohort}/evidence/"),
    ("office", "/cohorts/{cohort}/certificates/exceptions/{enrolment}/"),
]


def counted(client, people):
    world = make_world(people=people, seminars=2)
    counts = {}
    for role, address in PAGES:
        url = address.format(
            cohort=world.cohort.code,
            chamber=world.chamber.code,
            number=world.certificate.number,
            enrolment=world.cohort.enrolments.first().pk,
        )
        client.force_login(world.users[role])
        client.get(url)  # what is read once per sign-in
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts[role, address] = len(captured)
    return counts


def test_three_and_thirty_cost_the_same(client):
    few, many = counted(client, 3), counted(client, 30)
    assert few == many
    print(few)
    assert all(count <= 41 for count in few.values()), few
    assert few["holder", "/my/certificates/"] <= 20 and few["holder", "/certificates/{number}/pdf"] <= 12
