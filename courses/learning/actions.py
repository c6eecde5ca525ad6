"""What a person does while learning."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.learning.lessons import seminar_of
from courses.learning.models import LessonDone
from courses.learning.permissions import enrolment_for
from courses.learning.refusals import TakesNoPart
from lms.audit.log import record


@transaction.atomic
def finish_lesson(*, lesson, actor, at):
    """
    Note that `actor` finished a lesson, and return the LessonDone.

    Idempotent; a lesson finished in one language is finished in all. Raises TakesNoPart for anybody without an
    enrolment in force: lecturers and the office read along without leaving a trace.
    """
    seminar = seminar_of(lesson)
    enrolment = enrolment_for(actor, seminar.edition_id, at) if seminar else None
    if enrolment is None:
        raise TakesNoPart(_("Only those who take part tick lessons off; you can go on reading."))
    # One at a time per person, so that two clicks in two languages leave one row.
    type(enrolment).objects.select_for_update().get(pk=enrolment.pk)
    before = LessonDone.objects.filter(enrolment=enrolment, lesson__translation_key=lesson.translation_key).first()
    if before is not None:
        return before
    done = LessonDone.objects.create(enrolment=enrolment, lesson=lesson, at=at)
    record("lesson.finished", actor=actor, subject=lesson, at=at, enrolment=enrolment.pk)
    return done
