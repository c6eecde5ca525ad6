"""Letters that were given up, among the office's decisions."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.home.decisions import URGENT, Decision, decides
from lms.messages.models import Letter
from lms.messages.permissions import may_resend


@decides
def letters_given_up(request, at):
    """One decision for all of them: whoever wrote is not told otherwise. One query."""
    count = Letter.objects.given_up().count() if may_resend(request.user) else 0
    if count:
        yield Decision(
            title=ngettext("%(count)d letter could not be sent", "%(count)d letters could not be sent", count)
            % {"count": count},
            text=_("It was tried for days, or the address is refused. Correct the address, or send it again."),
            url=reverse("letters_given_up"),
            url_label=_("See the letters"),
            urgency=URGENT,
            icon="warn",
        )
