"""Loading a file again changes nothing; a file that contradicts what is there changes nothing either, and says so."""

import pytest

from certificates.loading.actions import load
from certificates.loading.refusals import BadFile
from lms.accounts.models import Person
from tests import makers
from tests.demo import dump

pytestmark = pytest.mark.django_db


def test_a_second_time_changes_no_row(demo):
    before = dump()
    loaded = load(demo.text, at=makers.at("2026-12-24"), actor=demo.actor, printing=False)
    assert (loaded.count, loaded.differences, loaded.to_print) == (0, [], [])
    assert dump() == before


def test_a_changed_value_is_reported_and_changes_nothing(demo):
    before = dump()
    changed = demo.text.replace("  family_name: Flessa", "  family_name: Flesser").replace(
        "    member: 4950", "    member: 4951"
    )
    loaded = load(changed, at=demo.at, printing=False)
    assert loaded.count == 0
    assert [fault.path for fault in loaded.differences] == ["programmes[0]", "participants[13]"]
    assert "Flesser" not in str(loaded.differences[1])
    assert dump() == before


def test_something_new_beside_a_contradiction_is_refused(demo):
    before = dump()
    changed = demo.text.replace("  family_name: Flessa", "  family_name: Flesser")
    with pytest.raises(BadFile) as caught:
        load(with_certificate(changed), at=demo.at, printing=False)
    assert [fault.path for fault in caught.value.faults] == ["", "participants[13]"]
    assert dump() == before


ADDED = """- number: PNF-2025-0019
  participant: P30
  cohort: PK-4
  issued: '2025-08-01'
  status: valid
adjacent:
"""


def with_certificate(text):
    return text.replace("adjacent:\n", ADDED, 1)


def test_something_new_is_added_to_what_is_there(demo):
    loaded = load(with_certificate(demo.text), at=demo.at, printing=False)
    assert loaded.made["certificates.certificate"] == loaded.made["certificates.holding"] == 1
    assert len(loaded.to_print) == 1
    assert Person.objects.filter(reference="P30").count() == 1


def test_a_newcomer_gets_the_next_free_chair(demo):
    late = with_person(demo.text, "N1", "PK-6").replace("  enrolled: 7", "  enrolled: 8")
    load(late, at=demo.at, printing=False)
    assert demo.enrolment("N1").seat.number == 8


def with_person(text, reference, cohort):
    added = (
        f"participants:\n- id: {reference}\n  family_name: Neu\n  company: C01\n  cohort: {cohort}\n  status: booked\n"
    )
    return text.replace("participants:\n", added, 1)


def test_no_chair_left_because_others_booked_meanwhile(demo):
    cohort = demo.cohort("PK-6")
    makers.make_booking(cohort, seats=9)
    before = dump()
    with pytest.raises(BadFile) as caught:
        load(with_person(demo.text, "N1", "PK-6").replace("  enrolled: 7", "  enrolled: 8"), at=demo.at, printing=False)
    assert [fault.path for fault in caught.value.faults] == ["cohorts[5]"]
    assert dump() == before
