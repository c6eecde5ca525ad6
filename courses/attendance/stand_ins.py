"""Stand-ins as this room knows them: who may not be one, whose line they sign, what they attended."""

from django.db.models import OuterRef
from django.utils.translation import gettext as _

from courses.attendance.fitting import missed_seminars, same_seminar
from courses.attendance.models import MakeUp
from courses.attendance.refusals import LineUnreadable
from courses.booking.actions.stand_in import objects_to_stand_ins
from courses.booking.models import Enrolment, StandIn
from courses.booking.refusals import StandInNotPossible


@objects_to_stand_ins
def comes_as_guest(session, person):
    """A guest who makes the seminar up here comes anyway."""
    if MakeUp.objects.filter(guest_of=session, enrolment__person=person).exists():
        raise StandInNotPossible(
            "comes_already",
            _("%(person)s comes to this session as a guest, to make a seminar up. Name somebody else.")
            % {"person": person},
        )


@objects_to_stand_ins
def missed_it_elsewhere(session, person):
    """Who missed this seminar in a cohort of their own had better come as a guest: only then does it count for them."""
    own = (
        Enrolment.objects.filter(
            person=person, ends_on=None, cohort__edition__programme=session.cohort.edition.programme_id
        )
        .exclude(cohort=session.cohort_id)
        .select_related("cohort__edition")
    )
    for enrolment in own:
        if any(same_seminar(missed.seminar, session.seminar) for missed in missed_seminars(enrolment)):
            raise StandInNotPossible(
                "missed_it",
                _(
                    "%(person)s missed this seminar in %(cohort)s. As a stand-in it would count for nobody: ask the "
                    "cluster office to let %(person)s make it up here as a guest, and name somebody else as stand-in."
                )
                % {"person": person, "cohort": enrolment.cohort},
            )


def represents(session):
    """The stand-ins at a session for the enrolment of an outer query over marks."""
    return StandIn.objects.coming().filter(session=session, enrolment=OuterRef("enrolment"))


def note_units(session, units, taught):
    """
    Write what stand-ins attended, {StandIn's primary key: teaching units or None}; return whose place it concerns.

    These are primary keys of enrolments, of changed rows only. `taught` are the session's units on days that have come.
    Belongs to an act that holds the sheet's lock. Raises LineUnreadable for more than that.
    """
    rows = [row for row in StandIn.objects.coming().filter(session=session, pk__in=units) if row.units != units[row.pk]]
    if any(units[row.pk] is not None and not 0 <= units[row.pk] <= taught for row in rows):
        raise LineUnreadable({})
    for row in rows:
        row.units = units[row.pk]
    if rows:
        StandIn.objects.bulk_update(rows, ["units"])
    return {row.enrolment_id for row in rows}
