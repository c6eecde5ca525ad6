"""Answers the pages' question: may this person read the lessons of this seminar, and which are finished?"""

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from courses.booking.models import Enrolment
from courses.curriculum import facts
from courses.curriculum.permissions import may_teach
from courses.learning.permissions import enrolment_for


@facts.reading.answered_by
def reading(user, seminar, at):
    """Return what `user` may do in the lessons of `seminar` at the moment `at`. Anonymous visitors read nothing."""
    enrolment = enrolment_for(user, seminar.edition_id, at)
    if enrolment is not None:
        done = frozenset(enrolment.lessons_done.values_list("lesson__translation_key", flat=True))
        return facts.Reading(may_read=True, takes_part=True, done=done)
    if may_teach(user, seminar.edition.programme):
        return facts.Reading(may_read=True)
    return facts.Reading(reason=_reason(user, seminar, at))


def _reason(user, seminar, at):
    """Return why somebody signed in may not read, in a sentence that says what to do."""
    person = getattr(user, "person_id", None)
    known = (
        Enrolment.objects.filter(person_id=person, cohort__edition__programme=seminar.edition.programme)
        .order_by("-starts_on")
        .first()
        if person
        else None
    )
    day = timezone.localdate(at)
    if known is not None and known.ends_on is not None and known.ends_on <= day:
        return _("You no longer take part in this programme. If that is a mistake, please call the cluster office.")
    if known is not None and known.starts_on > day:
        return _("Your programme begins on %(date)s; from that day on you read its lessons here.") % {
            "date": formats.date_format(known.starts_on, "DATE_FORMAT")
        }
    if known is not None:
        return _("You take part by another edition of this programme; your lessons are on your start page.")
    return _(
        "Lessons are open to those who take part in this programme. "
        "Ask your company for a seat, or book one on the programme page."
    )
