"""Entering the waiting list for somebody who pays privately, which the office does; the line is the same for all."""

from django.utils.translation import gettext as _

from courses.booking.actions.book import ask_who
from courses.booking.actions.name import why_not_again
from courses.booking.actions.waiting import check_line, check_nothing_free, enter_line
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Enrolment, WaitEntry
from courses.booking.people import people_for
from courses.booking.refusals import AlreadyWaiting


@in_one_go
def wait_privately(*, cohort, attendee, actor, at):
    """
    Enter somebody who pays alone for one seat of a full cohort, and return the WaitEntry. Only the office does this.

    They are told their place by a letter, and answer the offer by its link. Who gets no seat in the end is forgotten
    (`forgetting.forget_who_waited`). Raises NotAllowed, BookingClosed, SeatsFree (book instead), PersonUnclear,
    AlreadyEnrolled, AlreadyWaiting or Busy; nothing is written then.
    """
    ask_who(actor, cohort, None)
    cohort = lock_cohort(cohort.pk)
    check_line(cohort, actor, at)
    check_nothing_free(cohort, 1, at)
    payer = people_for([attendee], company=None, trusted=True, at=at)[0]
    enrolment = Enrolment.objects.filter(cohort=cohort, person=payer).first()
    if enrolment is not None and (refusal := why_not_again(enrolment, payer, cohort)):
        raise refusal
    if WaitEntry.objects.live().filter(cohort=cohort, private_payer=payer).exists():
        raise AlreadyWaiting(
            _("%(person)s is on the waiting list of %(cohort)s already; nothing more is to be done.")
            % {"person": payer, "cohort": cohort}
        )
    return enter_line(WaitEntry(cohort=cohort, private_payer=payer, seats_wanted=1), actor, at)
