"""How far somebody has come: lessons read and checks passed, kept apart (attendance is the completion room's)."""

from dataclasses import dataclass

from courses.curriculum.models import Requirement
from courses.learning.lessons import lessons_of
from courses.learning.models import LessonDone, Result


@dataclass(frozen=True)
class Progress:
    """Numbers on two scales; no single per cent is made of them, for it would say nothing."""

    lessons_seen: int
    lessons_required: int
    checks_passed: int
    checks_required: int
    checks_offered: int


def progress_of(enrolment):
    """Return the Progress of one enrolment: required lessons seen, knowledge checks passed. Four queries."""
    edition = enrolment.cohort.edition
    required = set(lessons_of(edition.pk).filter(required=True).values_list("translation_key", flat=True))
    checks = Requirement.objects.filter(edition=edition, kind=Requirement.Kind.KNOWLEDGE_CHECK)
    return Progress(
        lessons_seen=len(required & finished_by(enrolment)),
        lessons_required=len(required),
        checks_passed=Result.objects.filter(enrolment=enrolment, requirement__in=checks, passed=True).count(),
        checks_required=edition.knowledge_checks_required,
        checks_offered=checks.count(),
    )


def next_lesson(enrolment, language):
    """Return the first required lesson in `language` that is not finished, or None: where to read on. Two queries."""
    done = finished_by(enrolment)
    lessons = lessons_of(enrolment.cohort.edition_id, language).filter(required=True)
    return lessons.exclude(translation_key__in=done).first()


def finished_by_person(person_id):
    """Return {enrolment id: translation keys of the lessons finished in it} of one person. One query."""
    found = {}
    done = LessonDone.objects.filter(enrolment__person=person_id)
    for enrolment, key in done.values_list("enrolment", "lesson__translation_key"):
        found.setdefault(enrolment, set()).add(key)
    return found


def finished_by(enrolment):
    """Return the translation keys of the lessons that were finished, in whichever language."""
    return set(LessonDone.objects.filter(enrolment=enrolment).values_list("lesson__translation_key", flat=True))
