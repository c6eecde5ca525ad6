"""For the office: what waits to be sent, letters that were given up, and the button that sends them again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from lms.messages.actions import resend_letters
from lms.messages.backlog import backlog_of
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
    waiting = [*letters_waiting(), *backlog_of(request.user)]
    return render(request, "messages/letters.html", {"page": page, "waiting": waiting})


def letters_waiting():
    """Say how many letters wait to be sent, and how many of them were not taken so far; nothing where none does."""
    counts = Letter.objects.waiting().aggregate(all=Count("pk"), tried=Count("pk", filter=~Q(last_error="")))
    if counts["all"]:
        yield ngettext("%(count)d letter waits to be sent.", "%(count)d letters wait to be sent.", counts["all"]) % {
            "count": counts["all"]
        }
    if counts["tried"]:
        yield ngettext(
            "%(count)d of them was tried and not taken; it is tried again by itself.",
            "%(count)d of them were tried and not taken; they are tried again by themselves.",
            counts["tried"],
        ) % {"count": counts["tried"]}
