"""Ticking a lesson off, and reading on where one stopped."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.curriculum.pages import LessonPage
from courses.learning.actions import finish_lesson
from courses.learning.lessons import seminar_of
from courses.learning.permissions import enrolments_in_force, may_read_seminar
from courses.learning.progress import next_lesson
from lms.lib.refusals import Refusal


@login_required
@require_POST
def lesson_done(request, pk):
    """Note that the lesson is finished and go on to the next one of its seminar, or back to it after the last."""
    at = timezone.now()
    lesson = get_object_or_404(LessonPage.objects.live(), pk=pk)
    seminar = seminar_of(lesson)
    if seminar is None or not may_read_seminar(request.user, seminar, at):
        raise Http404
    try:
        finish_lesson(lesson=lesson, actor=request.user, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(lesson.get_url(request))
    following = LessonPage.objects.sibling_of(lesson).live().filter(path__gt=lesson.path).order_by("path").first()
    if following is None:
        messages.success(request, _("You have read every page of this seminar."))
    return redirect((following or lesson).get_url(request))


@login_required
def read_on(request):
    """Go to the first lesson that is not finished in what the person takes part in; say so if there is none."""
    enrolments = enrolments_in_force(request.user, timezone.now()).select_related("cohort").order_by("-starts_on")
    for enrolment in enrolments[:5]:
        lesson = next_lesson(enrolment, get_language())
        if lesson is not None:
            return redirect(lesson.get_url(request))
    return render(request, "courses/learning/nothing_to_read.html", {"takes_part": bool(enrolments)})
