"""One finished cohort with everybody who may want to see its certificates."""

from types import SimpleNamespace

from certificates.issuing import making
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Copy
from tests import makers
from tests.certificates.issuing import scenes


def blank(copy, at):
    """A printer for tests that are not about the paper."""
    return making.Paper(f"%PDF {copy.content.snapshot['number']}".encode())


def print_all(produce=blank):
    """Make every waiting copy with a printer that is quick; the real one has tests of its own."""
    for pk in Copy.objects.filter(state=Copy.State.WAITING).values_list("pk", flat=True):
        making.make(making.claim(pk, scenes.ISSUED_AT), produce, scenes.ISSUED_AT)


def make_world(people=2, issue=True, **edition):
    chamber = makers.make_chamber()
    company = makers.make_company()
    cohort = scenes.finished_cohort(people, chamber=chamber, **edition)
    office = scenes.manager(cohort)
    certificate = None
    if issue:
        issued = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT)
        certificate = issued.certificates[0]
        print_all()
    person = cohort.enrolments.select_related("person").first().person
    elsewhere = scenes.finished_cohort(1)
    return SimpleNamespace(
        chamber=chamber,
        cohort=cohort,
        certificate=certificate,
        elsewhere=elsewhere,
        users={
            "anonymous": None,
            "nobody": makers.make_user(),
            "booker": makers.make_booker(company),
            "own_booker": makers.make_booker(cohort.enrolments.get(person=person).booking.company),
            "other_learner": makers.make_user(person=elsewhere.enrolments.get().person),
            "other_office": scenes.manager(elsewhere),
            "other_chamber": makers.make_verifier(makers.make_chamber()),
            "holder": makers.make_user(person=person),
            "office": office,
            "chamber": makers.make_verifier(chamber),
            "administrator": makers.make_administrator(),
        },
    )
