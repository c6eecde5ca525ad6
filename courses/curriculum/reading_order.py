"""The lessons of a seminar as an outline: in order, with what is finished and where the reader is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OutlineItem:
    """One line of the outline."""

    title: str
    url: str
    minutes: int | None
    required: bool
    is_done: bool
    is_here: bool


def outline_of(lessons, done, request, here=None):
    """Return the lessons as OutlineItems. `done` holds translation keys, `here` is the lesson being read."""
    return [
        OutlineItem(
            title=lesson.title,
            url=lesson.get_url(request),
            minutes=lesson.minutes,
            required=lesson.required,
            is_done=lesson.translation_key in done,
            is_here=here is not None and lesson.pk == here.pk,
        )
        for lesson in lessons
    ]
