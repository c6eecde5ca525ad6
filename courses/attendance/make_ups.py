"""What happens when a missed seminar is made up: as a guest of another cohort, or by proof of something equivalent."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.attendance.fitting import missed_seminars, room_at, same_seminar
from courses.attendance.models import MakeUp
from courses.attendance.permissions import may_accept_make_up
from courses.attendance.refusals import MakeUpNotPossible
from courses.attendance.rules import sheet_is_closed
from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort, SeminarSession
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


def _ask(actor, enrolment):
    if not may_accept_make_up(actor, enrolment):
        raise NotAllowed(_("The office decides what is made up where."))


@transaction.atomic
def accept_make_up(*, enrolment, seminar, actor, at, guest_of=None, evidence="", units=None):
    """
    Let somebody make up a missed seminar once, and return the MakeUp.

    Either `guest_of`, a session of another cohort: it takes no seat there, but a place at the host; what is attended
    is credited when that sheet is closed (at once with `units`, if it is closed already). Or `evidence` of something
    equivalent, with the `units` (teaching units) that it is worth.
    Raises NotAllowed or MakeUpNotPossible, whose code is enrolment_ended, nothing_missed, made_up_already,
    limit_reached, not_shown, other_seminar, comes_already, host_full or units_out_of_range. Both cohorts are locked, in
    order.
    """
    _ask(actor, enrolment)
    cohorts = {enrolment.cohort_id} | ({guest_of.cohort_id} if guest_of else set())
    list(Cohort.objects.select_for_update().filter(pk__in=cohorts).order_by("pk").values("pk"))
    enrolment = Enrolment.objects.select_related("cohort__edition").get(pk=enrolment.pk)
    lost = _lost(enrolment, seminar)
    if guest_of is not None:
        guest_of = (
            SeminarSession.objects.select_related("host", "seminar__edition", "sheet")
            .prefetch_related("days")
            .get(pk=guest_of.pk)
        )
        _check_guest(enrolment, seminar, guest_of, at)
        evidence = ""
    elif not evidence.strip():
        raise MakeUpNotPossible("not_shown", _("Choose a session, or say what the evidence is."))
    later = guest_of is not None and not sheet_is_closed(guest_of)
    if not later and not (isinstance(units, int) and 1 <= units <= lost):
        raise MakeUpNotPossible(
            "units_out_of_range",
            _("Between 1 and %(lost)s teaching units can be credited: so many are missing.") % {"lost": lost},
        )
    made = MakeUp.objects.create(
        enrolment=enrolment,
        seminar=seminar,
        guest_of=guest_of,
        evidence=evidence.strip(),
        units=0 if later else units,
        accepted_by=actor,
        accepted_at=at,
    )
    record(
        "make_up.accepted",
        actor=actor,
        subject=made,
        at=at,
        enrolment=enrolment.pk,
        seminar=seminar.pk,
        guest_of=guest_of and guest_of.pk,
        units=made.units,
    )
    return made


def _lost(enrolment, seminar):
    """Return the units of the seminar that are missing. Raises MakeUpNotPossible."""
    if enrolment.ends_on is not None:
        raise MakeUpNotPossible("enrolment_ended", _("This person no longer takes part in the cohort."))
    made = list(MakeUp.objects.filter(enrolment=enrolment).values_list("seminar_id", flat=True))
    if seminar.pk in made:
        raise MakeUpNotPossible("made_up_already", _("A make-up of this seminar is accepted already; it counts once."))
    lost = {one.seminar.pk: one.lost for one in missed_seminars(enrolment)}.get(seminar.pk, 0)
    if not lost:
        raise MakeUpNotPossible("nothing_missed", _("Nothing of this seminar was missed."))
    most = enrolment.cohort.edition.max_make_up_sessions
    if len(made) >= most:
        raise MakeUpNotPossible(
            "limit_reached",
            _("The regulations allow %(most)s make-ups, and so many are accepted already.") % {"most": most},
        )
    return lost


def _check_guest(enrolment, seminar, guest_of, at):
    """Raise MakeUpNotPossible unless this session makes up for the seminar and has room at its host."""
    cancelled = guest_of.status == SeminarSession.Status.CANCELLED
    if cancelled or guest_of.cohort_id == enrolment.cohort_id or not same_seminar(seminar, guest_of.seminar):
        raise MakeUpNotPossible("other_seminar", _("This session does not teach the missed seminar to another cohort."))
    if guest_of.stand_ins.coming().filter(person=enrolment.person_id).exists():
        raise MakeUpNotPossible(
            "comes_already", _("This person comes to that session as a stand-in already. Call that off first.")
        )
    left, expected = room_at([guest_of], at)[guest_of.pk]
    if left is not None and left < 1:
        raise MakeUpNotPossible(
            "host_full",
            _("%(host)s admits %(most)s people, and %(expected)s of these places are taken or held already.")
            % {"host": guest_of.host, "most": left + expected, "expected": expected},
            expected=expected,
        )


@transaction.atomic
def withdraw_make_up(*, make_up, actor, at):
    """
    Take back a make-up for which nothing was credited, so that another one can be accepted.

    Raises NotAllowed, or MakeUpNotPossible (credited) if teaching units already count for it.
    """
    _ask(actor, make_up.enrolment)
    make_up = MakeUp.objects.select_for_update().get(pk=make_up.pk)
    if make_up.units:
        raise MakeUpNotPossible("credited", _("%(units)s UE are credited for this already.") % {"units": make_up.units})
    record("make_up.withdrawn", actor=actor, subject=make_up, at=at, seminar=make_up.seminar_id)
    make_up.delete()
