"""The gate before lessons and their files; Wagtail asks it before it serves anything."""

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from courses.curriculum import facts
from courses.curriculum.pages import LessonPage
from courses.learning.files import may_open_any, owners_of
from courses.learning.lessons import seminar_of


@hooks.register("before_serve_page", order=-10)
def only_readers_see_lessons(page, request, args, kwargs):
    """Send visitors to sign in, and tell those who do not take part what to do. Anything but a lesson passes."""
    if not issubclass(page.specific_class, LessonPage):
        return None
    seminar = seminar_of(page)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    reading = facts.reading(request.user, seminar, timezone.now()) if seminar else facts.Reading()
    if reading.may_read:
        request.reading, request.seminar = reading, seminar
        return None
    way_out = page.get_parent().get_url(request)
    return render(
        request, "courses/learning/not_taking_part.html", {"reason": reading.reason, "way_out": way_out}, status=403
    )


@hooks.register("before_serve_document", order=-10)
def only_readers_open_files(document, request):
    """Do the same for a document in a programme's collection, or in a collection below it."""
    programmes = owners_of(document.collection)
    if programmes and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if may_open_any(request.user, programmes, timezone.now()):
        return None
    reason = _("This file belongs to a programme that you do not take part in. Ask the cluster office if you need it.")
    return render(request, "courses/learning/not_taking_part.html", {"reason": reason}, status=403)
