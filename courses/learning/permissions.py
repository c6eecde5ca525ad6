"""Who reads the lessons of a seminar and the files of a programme; each rule for one row and as a query."""

from django.db.models import Q
from django.utils import timezone

from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort
from courses.curriculum.models import Programme, Seminar
from courses.curriculum.permissions import may_teach, programmes_taught_by


def enrolments_in_force(user, at):
    """
    Return the enrolments by which `user` takes part at the moment `at`, or took part to the end of the cohort.

    Whoever left or was replaced reads no longer; a cancelled cohort opens nothing.
    """
    if not (user and user.is_authenticated and user.is_active and user.person_id):
        return Enrolment.objects.none()
    day = timezone.localdate(at)
    return Enrolment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), person_id=user.person_id, starts_on__lte=day
    ).exclude(cohort__status=Cohort.Status.CANCELLED)


def enrolment_for(user, edition_id, at):
    """Return the newest enrolment in force in a cohort of this edition, or None."""
    return enrolments_in_force(user, at).filter(cohort__edition_id=edition_id).order_by("-starts_on", "-pk").first()


def may_read_seminar(user, seminar, at):
    """Whether `user` reads the lessons of `seminar`: takes part by its edition, teaches in or runs its programme."""
    return enrolment_for(user, seminar.edition_id, at) is not None or may_teach(user, seminar.edition.programme)


def seminars_readable_by(user, at):
    """The seminars whose lessons `user` reads: the same rule as `may_read_seminar`, as one query."""
    return Seminar.objects.filter(
        Q(edition__in=enrolments_in_force(user, at).values("cohort__edition"))
        | Q(edition__programme__in=programmes_taught_by(user).values("pk"))
    )


def may_open_files(user, programme, at):
    """Whether `user` opens documents of this programme's collection."""
    return enrolments_in_force(user, at).filter(cohort__edition__programme=programme).exists() or may_teach(
        user, programme
    )


def programmes_readable_by(user, at):
    """The programmes whose files `user` opens: the same rule as `may_open_files`, as one query."""
    return Programme.objects.filter(
        Q(pk__in=enrolments_in_force(user, at).values("cohort__edition__programme"))
        | Q(pk__in=programmes_taught_by(user).values("pk"))
    )
