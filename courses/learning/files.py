"""Whose files are they? What lies in a programme's collection opens for its people; a picture also where all see it."""

from wagtail.models import Page, ReferenceIndex

from courses.curriculum.models import Programme
from courses.curriculum.pages import LessonPage
from courses.learning.permissions import may_open_files


def owners_of(collection):
    """Return the programmes whose collection this is, or lies below."""
    above = [*collection.get_ancestors().values_list("pk", flat=True), collection.pk]
    return list(Programme.objects.filter(collection__in=above))


def may_open_any(user, programmes, at):
    """Whether `user` opens files of one of the programmes; files of no programme are everybody's."""
    return not programmes or any(may_open_files(user, programme, at) for programme in programmes)


def is_shown_in_public(image):
    """Whether a published page that everybody may read shows the image: a programme's page, a plain page."""
    shown = ReferenceIndex.get_references_to(image)
    pages = [int(pk) for pk in shown.values_list("object_id", flat=True) if pk.isdecimal()]
    return Page.objects.live().not_exact_type(LessonPage).filter(pk__in=pages).exists()
