"""What an empty installation asks for first: whoever runs programmes is led from the office to the first cohort."""

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.cohorts.permissions import cohorts_run_by
from courses.curriculum.models import Edition, Programme
from courses.curriculum.permissions import may_create_programmes, programmes_managed_by
from lms.home.decisions import Decision, decides
from lms.organisations.models import ClusterOffice


@decides
def first_steps(request, at):
    """The one step that comes next, until there is a cohort. One query for everybody who has one."""
    if not cohorts_run_by(request.user).exists():
        yield from next_step(request.user)


def next_step(user):
    """Yield the step that comes next for somebody without a cohort; nothing where they may not take it."""
    if Edition.objects.published().filter(programme__in=programmes_managed_by(user)).exists():
        yield _step(
            _("Plan the first cohort"),
            _("It takes a published edition, a code and two dates. Then come its sessions, then booking."),
            reverse("new_cohort"),
            _("Plan a cohort"),
        )
    elif programmes_managed_by(user).exists():
        yield _step(
            _("Publish an edition of a programme"),
            _("Under “Curriculum”: an edition with its seminars, requirements and instalments, then “Publish”."),
            reverse("edition:index"),
            _("To the editions"),
        )
    elif may_create_programmes(user) and not Programme.objects.exists():
        if not ClusterOffice.objects.exists():
            yield _step(
                _("Enter your cluster office"),
                _("Its name stands on every page and on every certificate."),
                reverse("new_record", args=["offices"]),
                _("Enter the office"),
            )
        else:
            yield _step(
                _("Make the first programme"),
                _("Its title and for whom it is. Then its first edition: seminars, sizes, hours, prices."),
                reverse("programme:add"),
                _("Make a programme"),
            )


def _step(title, text, url, url_label):
    return Decision(title=title, text=text, url=url, url_label=url_label, icon="next")
