"""Finds the lessons of an edition in reading order, and what somebody has finished of them."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Length, Substr

from courses.curriculum.pages import LessonPage, SeminarPage

PARENT = Substr("path", 1, Length("path") - LessonPage.steplen)


def lessons_of(edition_id, language=None):
    """
    Return the published lessons of an edition in reading order: one query, whatever the number of seminars.

    Each carries `seminar_position`. Without `language` all translations come; a lesson and its translations share
    their translation key.
    """
    above = SeminarPage.objects.filter(seminar__edition_id=edition_id, live=True)
    lessons = (
        LessonPage.objects.live()
        .annotate(parent_path=PARENT)
        .filter(parent_path__in=above.values("path"))
        .annotate(seminar_position=Subquery(above.filter(path=OuterRef("parent_path")).values("seminar__position")[:1]))
        .order_by(F("seminar_position"), "path")
    )
    return lessons.filter(locale__language_code=language) if language else lessons


def seminar_of(lesson):
    """Return the seminar that a lesson belongs to, with its edition and programme, or None."""
    page = (
        SeminarPage.objects.filter(path=lesson.path[: -LessonPage.steplen])
        .select_related("seminar__edition__programme")
        .first()
    )
    return page.seminar if page else None
