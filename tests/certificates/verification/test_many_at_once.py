"""A thousand numbers at once: each row its answer, as many queries as for one, and nothing that leads to a person."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.issuing.actions import issue_certificates, replace_certificate, revoke_certificate
from certificates.verification.many import Asked, Found, check_many
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db
BORN = dt.date(1990, 4, 5)


@pytest.fixture
def chamber():
    return makers.make_chamber()


def issue(chamber=None, people=1):
    people = (
        people if isinstance(people, list) else [scenes.learner(family_name="Müller-Öz") for _each in range(people)]
    )
    cohort = scenes.finished_cohort(people, **({"chamber": chamber} if chamber else {}))
    issued = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    return issued.certificates


def test_own_numbers_have_their_status_and_are_compared(chamber):
    [row] = issue(chamber)
    number, issued = row.number, row.issued_on
    found = check_many(
        [
            Asked(number=number),
            Asked(number=f" {number.lower()} ", family_name="mueller oez", date_of_birth=BORN),
            Asked(number=number, family_name="Meier"),
            Asked(number=number, date_of_birth=dt.date(1990, 5, 4)),
            Asked(code=row.copies.get().code.lower()),
            Asked(number="T0-2000-0001"),
            Asked(code="x"),
        ],
        [chamber],
    )
    valid = Found("valid", number, issued)
    assert found[:2] == [valid, Found("valid", number, issued, True)]
    assert found[2:4] == [Found("valid", number, issued, False)] * 2
    assert found[4:] == [valid, Found("unknown"), Found("unknown")]


@pytest.mark.parametrize(("act", "word"), [(replace_certificate, "replaced"), (revoke_certificate, "revoked")])
def test_what_ended_is_never_compared_with_anybody(chamber, act, word):
    [row] = issue(chamber)
    act(certificate=row, actor=scenes.manager(row.cohort), at=makers.at("2028-02-10"), reason="x")
    for family_name in ("Müller-Öz", "Meier"):
        asked = Asked(number=row.number, family_name=family_name, date_of_birth=BORN)
        assert check_many([asked], [chamber]) == [Found(word, row.number, dt.date(2028, 2, 10))]


def test_a_foreign_number_matches_only_with_all_three(chamber):
    [row] = issue()
    all_three = {"number": row.number, "family_name": "Müller-Öz", "date_of_birth": BORN}
    assert check_many([Asked(**all_three)], [chamber]) == [Found("valid", row.number, row.issued_on, True)]
    for missing in ("family_name", "date_of_birth"):
        less = {name: value for name, value in all_three.items() if name != missing}
        assert check_many([Asked(**less)], [chamber]) == [Found("unknown")]
    assert check_many([Asked(**all_three | {"family_name": "Meier"})], [chamber]) == [Found("unknown")]
    revoke_certificate(certificate=row, actor=scenes.manager(row.cohort), at=makers.at("2028-02-10"), reason="x")
    assert check_many([Asked(**all_three)], [chamber]) == [Found("unknown")]


def test_as_many_queries_for_thirty_as_for_one(chamber):
    rows = issue(chamber, 30)
    codes = [row.copies.get().code for row in rows]
    counts = []
    for number in (1, 30):
        questions = [Asked(number=row.number, family_name="Müller-Öz") for row in rows[:number]]
        questions += [Asked(code=code) for code in codes[:number]]
        with CaptureQueriesContext(connection) as captured:
            assert {each.word for each in check_many(questions, [chamber])} == {"valid"}
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5
