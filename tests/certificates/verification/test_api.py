"""Verifying over the API: a chamber's token, uniform answers, one set of queries; and what the register says of one."""

import pytest

from certificates.issuing.actions import erase_name, replace_certificate
from certificates.verification.countersigning import countersign_certificates
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.verification.test_many_at_once import issue
from tests.lms.api.asking import Program

pytestmark = pytest.mark.django_db
BORN = "1990-04-05"


@pytest.fixture
def chamber():
    return makers.make_chamber()


@pytest.fixture
def program(chamber):
    return Program(makers.make_verifier(chamber))


def ask(program, *questions):
    return program.ask("POST", "/verifications", list(questions))


def test_a_list_is_answered_in_its_order(program, chamber):
    [row], [foreign] = issue(chamber), issue()
    answer = ask(
        program,
        {"number": row.number, "family_name": "Müller-Öz", "date_of_birth": BORN},
        {"number": row.number, "family_name": "Meier"},
        {"code": row.copies.get().code},
        {"number": foreign.number, "family_name": "Meier", "date_of_birth": BORN},
        {"number": "T0-2000-0001", "family_name": "Meier", "date_of_birth": BORN},
        {"code": "0000-0000-0000-0000"},
    )
    assert answer.status_code == 200
    day = row.issued_on.isoformat()
    unknown = {"status": "unknown", "date": None, "match": None}
    assert answer.json()["answers"] == [
        {"status": "valid", "date": day, "match": True},
        {"status": "valid", "date": day, "match": False},
        {"status": "valid", "date": day, "match": None},
        *[unknown] * 3,
    ]


@pytest.mark.parametrize(
    "questions",
    [
        [],
        {},
        [{}],
        [{"code": "x", "number": "y"}],
        [{"family_name": "x"}],
        [{"number": "x", "colour": "red"}],
        [{"number": ""}],
        [{"number": "x\0"}],
        [{"number": "x" * 61}],
        [{"number": "x", "date_of_birth": "gestern"}],
        [{"code": "x"}] * 1001,
        [None],
        "x",
    ],
)
def test_what_cannot_be_understood(program, questions):
    answer = program.ask("POST", "/verifications", questions)
    assert answer.status_code == 422 and answer.json()["code"] == "invalid"


def test_a_thousand_at_once_within_few_queries(program, django_assert_max_num_queries):
    ask(program, {"code": "x"})
    with django_assert_max_num_queries(8):
        answer = ask(
            program, *[{"number": f"T0-2000-{n:04d}", "family_name": "x", "date_of_birth": BORN} for n in range(1000)]
        )
    assert len(answer.json()["answers"]) == 1000


def test_only_for_chambers_and_not_without_end(program, settings):
    assert ask(Program(makers.make_user()), {"code": "x"}).status_code == 404
    assert ask(Program(makers.make_office_user()), {"code": "x"}).status_code == 404
    settings.VERIFY_ROWS_PER_HOUR = 2
    assert ask(program, {"code": "x"}, {"code": "x"}).status_code == 200
    answer = ask(program, {"code": "x"})
    assert answer.status_code == 429 and answer["Retry-After"]


def test_one_certificate(program, chamber, django_assert_max_num_queries):
    [row] = issue(chamber)
    countersign_certificates(
        cohort=row.cohort, certificates=[row], actor=makers.make_verifier(chamber), at=scenes.ISSUED_AT
    )
    program.get("/programmes")
    with django_assert_max_num_queries(8):
        answer = program.get(f"/certificates/{row.number.lower()}")
    told = answer.json()
    day = row.issued_on.isoformat()
    assert told["status"] == "valid" and told["holder"] == "Ada Müller-Öz" and told["cohort"] == row.cohort.code
    assert told["countersigned"] == [{"chamber": chamber.name, "date": day}] and told["date"] == day
    assert "1990" not in answer.content.decode()


def test_of_an_erased_name_the_day_is_that_of_the_issue(program, chamber):
    """It holds; when the name was erased is nobody's to know."""
    [row] = issue(chamber)
    code, day = row.copies.get().code, row.issued_on.isoformat()
    erase_name(enrolment=row.holding.enrolment, actor=scenes.manager(row.cohort), at=makers.at("2028-02-10"))
    told = program.get(f"/certificates/{row.number}").json()
    assert (told["status"], told["date"], told["issued_on"]) == ("name_erased", day, day)
    answers = ask(program, {"number": row.number}, {"code": code}).json()["answers"]
    assert [(one["status"], one["date"]) for one in answers] == [("name_erased", day)] * 2


def test_a_replaced_one_names_nobody(program, chamber):
    [row] = issue(chamber)
    new = replace_certificate(certificate=row, actor=scenes.manager(row.cohort), at=makers.at("2028-02-10"), reason="x")
    answer = program.get(f"/certificates/{row.number}")
    assert (answer.json()["status"], answer.json()["holder"]) == ("replaced", None)
    assert new.number not in answer.content.decode()


def test_who_may_read_it(chamber):
    [row] = issue(chamber)
    holder = makers.make_user(person=row.holding.enrolment.person)
    for user, status in (
        (scenes.manager(row.cohort), 200),
        (holder, 404),
        (makers.make_verifier(makers.make_chamber()), 404),
        (makers.make_user(), 404),
    ):
        assert Program(user).get(f"/certificates/{row.number}").status_code == status
    assert Program(scenes.manager(row.cohort)).get("/certificates/T0-2000-0001").status_code == 404
