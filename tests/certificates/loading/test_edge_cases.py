"""The edge cases that the demo file lists come out of the loaded data as the file says."""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

import pytest

from certificates.issuing.models import Certificate, Copy, CopyContent, StatusChange
from certificates.issuing.register import status_of_number
from courses.attendance.models import Correction, MakeUp, Mark
from courses.booking.models import Booking, Enrolment, Seat, SeatEvent
from courses.completion.standing import standing_of
from lms.accounts.models import Person
from lms.organisations.models import Employment
from tests.demo import parsed

CASES = {case["id"]: case for case in parsed()["edge_cases"]}


def says(case, *words):
    """The file still says what the test is about."""
    text = f"{CASES[case]['case']} {CASES[case]['expected']}"
    assert all(word in text for word in words), text


def figures(case, pattern):
    """Return the whole numbers that the file's sentence has where `pattern` has "#"."""
    text = f"{CASES[case]['case']} {CASES[case]['expected']}"
    found = re.search(re.escape(pattern).replace(r"\#", r"(\d+)"), text)
    assert found, text
    return tuple(map(int, found.groups()))


@pytest.fixture
def standing(demo):
    return lambda reference: standing_of(demo.enrolment(reference), demo.at)


def test_e01_exactly_80_per_cent_is_eligible(standing):
    says("E01", "P42", "eligible for certificate")
    found = standing("P42")
    assert (found.units_attended, found.units_total) == figures("E01", "# of # UE")
    assert found.attendance_met and found.earned == "certificate"


def test_e02_79_per_cent_is_not(standing):
    says("E02", "P43", "list of attended seminars only")
    found = standing("P43")
    assert Fraction(found.units_attended, found.units_total) * 100 == figures("E02", "# %")[0]
    assert not found.attendance_met and found.earned == "seminar_list"


def test_e03_one_make_up_in_another_cohort_counts_once(demo, standing):
    says("E03", "P44", "SP-4 seat count unaffected")
    found = standing("P44")
    [made] = MakeUp.objects.filter(enrolment=found.enrolment)
    shares = [
        Fraction(units, found.units_total) * 100 for units in (found.units_attended - made.units, found.units_attended)
    ]
    assert tuple(shares) == figures("E03", "# % raised to # %")
    assert found.earned == "certificate"
    assert made.guest_of == demo.session("SP-4/SP-03") and made.seminar.code == "SP-03"
    assert not Mark.objects.filter(enrolment=found.enrolment, day__session__cohort__code="SP-4").exists()
    assert demo.cohort("SP-4").seats.taken().count() == 13
    assert demo.session("SP-4/SP-03").guests.count() == 1


def test_e05_a_session_that_was_moved_remembers_its_old_date(demo):
    says("E05", "PK-5/PK-05")
    session = demo.session("PK-5/PK-05")
    assert (session.original_date, session.sequence) == (dt.date(2026, 5, 7), 1)
    assert Mark.objects.get(enrolment=demo.enrolment("P08"), day__session=session).units == 0


def test_e06_five_came_late(demo):
    says("E06", "PK-5/PK-07", "6 of 8 UE with one reason")
    marks = Mark.objects.filter(day__session=demo.session("PK-5/PK-07"), status="late")
    assert {mark.enrolment.person.reference for mark in marks} == {"P03", "P04", "P05", "P06", "P07"}
    # Ninety minutes late: the first two units are not punched.
    assert {(mark.units, mark.punched, mark.note) for mark in marks} == {(6, 0b11111100, "Bahnausfall")}


def test_e07_an_open_sheet_makes_figures_provisional(demo, standing):
    says("E07", "PK-5/PK-08", "P14 unsigned", "provisional")
    session = demo.session("PK-5/PK-08")
    assert session.sheet.closed_at is None
    mark = Mark.objects.get(day__session=session, enrolment=demo.enrolment("P14"))
    assert (mark.status, mark.units) == ("open", 0)
    assert standing("P14").provisional


def test_e08_a_correction_keeps_old_and_new_value_author_time_and_reason(demo):
    says("E08", "P12", "old value, new value, author, time, reason kept")
    [correction] = Correction.objects.all()
    assert correction.mark.enrolment.person.reference == "P12"
    assert (correction.status_before, correction.units_before) == ("unexcused", 0)
    assert (correction.status_after, correction.units_after) == ("present", 8)
    assert (correction.mark.status, correction.mark.units) == ("present", 8)
    assert correction.author == demo.actor
    assert correction.at > correction.mark.day.session.sheet.closed_at
    assert "Korrektur mit Begründung" in correction.reason


def test_e10_the_former_company_has_nothing_after_the_change(demo):
    says("E10", "P15", "C14->C24", "invoices before it stay with C14")
    person = demo.person("P15")
    change = dt.date(2026, 5, 16)
    on = {
        day: [one.company.code for one in Employment.objects.on(day).filter(person=person)]
        for day in (change - dt.timedelta(days=1), change)
    }
    assert list(on.values()) == [["C14"], ["C24"]]
    assert demo.enrolment("P15").booking.company.code == "C14"


def test_e11_a_seat_passes_to_another_company_at_its_own_price(demo, standing):
    says("E11", "P58 -> P16", "non-member price", "current % counts from PK-03")
    seat = demo.enrolment("P16").seat
    assert list(seat.events.values_list("kind", flat=True)) == ["booked", "named", "released", "taken_over"]
    taken_over = seat.events.get(kind=SeatEvent.Kind.TAKEN_OVER)
    assert taken_over.enrolment_before == demo.enrolment("P58")
    booking = demo.enrolment("P16").booking
    assert (booking.company.code, booking.price_per_seat, booking.member_price) == ("C27", 595_000, False)
    left, came = demo.enrolment("P58"), demo.enrolment("P16")
    assert (left.ends_on, left.ending) == (dt.date(2025, 9, 20), "withdrawn") and not hasattr(left, "seat")
    assert came.starts_on == demo.session("PK-5/PK-03").days.first().date
    assert booking.booked_at > seat.events.get(kind="released").at
    found = standing("P16")
    assert (found.now, found.best) == (1, Fraction(80, 104))


def test_e13_a_private_payer_has_a_contract_of_her_own(demo):
    says("E13", "P56")
    booking = demo.enrolment("P56").booking
    assert (booking.company, booking.private_payer) == (None, demo.person("P56"))
    assert booking.price_per_seat == 595_000


def test_e15_a_revoked_number_keeps_its_reason_inside(demo):
    says("E15", "P39", "revoked with date, without reason")
    certificate = Certificate.objects.get(holding__enrolment=demo.enrolment("P39"))
    status = status_of_number(certificate)
    assert (status.word, status.on) == ("revoked", dt.date(2025, 11, 20))
    assert StatusChange.objects.get(certificate=certificate).internal_reason == "project work not own work"


def test_e16_a_replaced_number_knows_no_former_name(demo):
    says("E16", "P36", "never shows the former name")
    old = Certificate.objects.get(number="PNF-2025-0007")
    assert status_of_number(old).word == "replaced"
    assert old.replaced_by.number == "PNF-2026-0001"
    assert not CopyContent.objects.filter(copy__certificate=old).exists()
    assert old.copies.get().state == Copy.State.PAPER
    assert old.replaced_by.copies.get().content.snapshot["given_name"] == "Luise"


def test_e17_a_replacement_copy_has_number_and_date_of_the_original(demo):
    says("E17", "P34", "mark Zweitschrift, new issue date")
    certificate = Certificate.objects.get(holding__enrolment=demo.enrolment("P34"))
    first, second = certificate.copies.all()
    assert (second.mark, second.issued_on) == ("Zweitschrift", dt.date(2026, 2, 10))
    assert first.code != second.code and not first.mark
    assert status_of_number(certificate).word == "valid"
    assert StatusChange.objects.get(copy=first).status == "replaced"
    paper, copy = first.content.snapshot, second.content.snapshot
    assert (copy["number"], copy["issued_on"]) == (paper["number"], "2025-07-17")
    assert (paper["copy_mark"], copy["copy_mark"], copy["copy_issued_on"]) == (None, "Zweitschrift", "2026-02-10")


def test_e18_of_an_erased_person_no_name_is_stored(demo):
    says("E18", "P60", "no name")
    certificate = Certificate.objects.get(number="PNF-2023-0007")
    assert not hasattr(certificate, "holding")
    assert not CopyContent.objects.filter(copy__certificate=certificate).exists()
    assert status_of_number(certificate).word == "name_erased"
    person = demo.person("P60")
    assert person.erased_at and (person.given_name, person.family_name, person.email) == ("", "", "")
    assert not Person.objects.filter(given_name="Gelöschte").exists()


def test_e19_names_are_kept_letter_for_letter(demo):
    says("E19", "P35,P05,P07,P04,P03,P27")
    for reference in ("P35", "P05", "P07", "P04", "P03", "P27"):
        record = demo.record("id", reference)
        person = demo.person(reference)
        assert (person.given_name, person.family_name) == (record["given_name"], record["family_name"])
        assert person.place_of_birth == record["place_of_birth"]


def test_e21_the_full_cohort_has_sixteen_chairs_and_none_free(demo):
    says("E21", "17th person books PK-5")
    cohort = demo.cohort("PK-5")
    assert (cohort.seats.count(), cohort.seats.taken().count(), cohort.seats.free(demo.at).count()) == (16, 16, 0)
    assert not cohort.seats.unnamed().exists()


def test_e22_a_test_failed_twice_leaves_a_confirmation(standing):
    says("E22", "P40", "attendance confirmation available")
    assert standing("P40").earned == "attendance_confirmation"


def test_e24_companies_start_with_the_least_data_level(demo):
    says("E24", "default")
    assert demo.company("C01").works_council
    assert demo.company("C01").data_level == 0


def test_e26_joined_late_and_cannot_reach_it_without_make_up(standing):
    says("E26", "P16", "make-up needed although current percentage is 100 %")
    found = standing("P16")
    missed, planned = figures("E26", "# of # UE missed")
    whole, hundredths = figures("E26", "best possible #.# %")
    assert (found.now, found.best, found.make_up_needed) == (1, Fraction(planned - missed, planned), True)
    assert round(found.best * 100, 2) == whole + Fraction(hundredths, 100)


def test_e27_best_possible_is_exactly_79_per_cent(standing):
    says("E27", "P19", "make-up needed")
    found = standing("P19")
    missed, planned = figures("E27", "# of # UE missed")
    assert (found.best, found.make_up_needed) == (Fraction(planned - missed, planned), True)
    assert found.best * 100 == figures("E27", "exactly # %")[0]


def test_e28_a_cancelled_seat_is_free_again(demo):
    says("E28", "P57")
    cohort = demo.cohort("PK-6")
    found = Enrolment.objects.filter(cohort=cohort).count(), cohort.seats.taken().count()
    assert found == figures("E28", "# records but # active seats")
    gone = demo.enrolment("P57")
    assert gone.ending == Enrolment.Ending.CANCELLED and not hasattr(gone, "seat")
    assert gone.booking.status == Booking.Status.CANCELLED and gone.booking.cancelled_at < demo.at
    assert cohort.decision_on == cohort.starts_on - dt.timedelta(days=14)


def test_income_at_list_price_is_what_the_bookings_say(demo):
    for code, euros in (("PK-5", 80_200), ("SP-4", 49_920), ("PK-6", 36_650)):
        seats = Seat.objects.filter(cohort__code=code, booking__isnull=False).select_related("booking")
        assert sum(seat.booking.price_per_seat for seat in seats) == euros * 100, code


def test_policies_and_prices_of_the_file_are_in_the_editions(demo):
    edition = demo.cohort("PK-5").edition
    steps = [(one.until_days_before, one.fee_percent) for one in edition.cancellation_steps.all()]
    assert steps == [(one["until_days_before"], one["fee_percent"]) for one in parsed()["policies"]["cancellation"]]
    [programme] = [one for one in parsed()["programmes"] if one["code"] == "PK"]
    instalments = [one["percent"] for one in programme["price"]["instalments"]]
    assert instalments and [one.percent for one in edition.instalments.all()] == instalments
    assert (edition.retention_years, edition.consent_from.code) == (30, "PK-03")
    assert demo.cohort("SP-4").edition.interval_weeks == Decimal("6.5")
