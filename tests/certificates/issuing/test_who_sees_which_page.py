"""Every page of the register answers those whom it concerns and is not there for anybody else."""

import pytest

from certificates.issuing.models import Certificate
from certificates.issuing.permissions import certificates_readable_by, may_read
from tests.certificates.issuing.world import make_world

pytestmark = pytest.mark.django_db

OFFICE = {"office": 200, "administrator": 200}
PDF = {**OFFICE, "holder": 200, "chamber": 200}
CHAMBER = {"chamber": 200, "administrator": 200}
MINE = {"holder": 200, "other_learner": 200}
EXPECTED = {
    "/cohorts/{cohort}/certificates/": OFFICE,
    "/cohorts/{cohort}/certificates/progress/": OFFICE,
    "/certificates/{number}/": OFFICE,
    "/certificates/{number}/revoke/": OFFICE,
    "/certificates/{number}/pdf": PDF,
    "/my/certificates/": MINE,
    "/chambers/{chamber}/": CHAMBER,
    "/chambers/{chamber}/cohorts/{cohort}/": CHAMBER,
    "/chambers/": {"chamber": 302, "other_chamber": 302, "administrator": 200},
    "/verify/": dict.fromkeys(
        ["anonymous", "nobody", "booker", "own_booker", "other_learner", "other_office", "other_chamber"], 200
    )
    | {**OFFICE, "holder": 200, "chamber": 200},
    "/certificates/T0-2000-0001/": {},
    "/certificates/T0-2000-0001/pdf": {},
}


@pytest.fixture
def world():
    return make_world()


@pytest.mark.parametrize("address", EXPECTED)
def test_each_role_gets_its_answer(client, world, address):
    url = address.format(cohort=world.cohort.code, number=world.certificate.number, chamber=world.chamber.code)
    for role, user in world.users.items():
        client.logout()
        if user:
            client.force_login(user)
        response = client.get(url)
        expected = EXPECTED[address].get(role, 404 if user else 302)
        assert response.status_code == expected, f"{role} at {url}"
        if user is None and expected == 302:
            assert "/account/login/" in response["Location"]


@pytest.mark.parametrize(
    ("address", "data", "allowed"),
    [
        ("/cohorts/{cohort}/certificates/", {"act": "certificates", "language": ""}, {"office", "administrator"}),
        ("/certificates/{number}/revoke/", {"reason": "x"}, {"office", "administrator"}),
        ("/chambers/{chamber}/cohorts/{cohort}/", {"enrolments": "1"}, {"chamber", "administrator"}),
    ],
)
def test_nobody_else_changes_anything(client, world, address, data, allowed):
    url = address.format(cohort=world.cohort.code, number=world.certificate.number, chamber=world.chamber.code)
    for role, user in world.users.items():
        if role in allowed:
            continue
        client.logout()
        if user:
            client.force_login(user)
        assert client.post(url, data).status_code == (404 if user else 302), role
    assert Certificate.objects.count() == 2 and not world.certificate.status_changes.exists()


def test_rule_and_list_agree_for_everyone(world):
    for role, user in world.users.items():
        if user is None:
            continue
        listed = set(certificates_readable_by(user))
        assert listed == {one for one in Certificate.objects.all() if may_read(user, one)}, role
    assert set(certificates_readable_by(world.users["holder"])) == {world.certificate}


def test_whoever_may_not_sign_in_reads_nothing(world):
    holder = world.users["holder"]
    holder.is_active = False
    assert not may_read(holder, world.certificate) and not certificates_readable_by(holder).exists()
