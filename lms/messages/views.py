"""For the office: letters that were given up, and the button that sends them again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from lms.messages.actions import resend_letters
from lms.messages.models import Letter
from lms.messages.permissions import may_resend


@login_required
def letters_given_up(request):
    """List them, the latest first; sent by POST, all of them wait for sending anew."""
    if not may_resend(request.user):
        raise Http404
    if request.method == "POST":
        count = resend_letters(actor=request.user, at=timezone.now())
        said = ngettext(
            "%(count)d letter is sent again within a minute.",
            "%(count)d letters are sent again within a minute.",
            count,
        )
        messages.success(request, said % {"count": count})
        return redirect("letters_given_up")
    page = Paginator(Letter.objects.given_up().order_by("-pk"), 50).get_page(request.GET.get("page"))
    return render(request, "messages/letters.html", {"page": page})
