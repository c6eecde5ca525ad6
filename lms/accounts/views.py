"""The account page: name, language, sign-in, calendar feed."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.accounts.actions import change_account, close_feed, renew_feed
from lms.accounts.forms import AccountForm
from lms.accounts.models import CalendarFeed


@login_required
def account(request):
    """Show the account and change language and name."""
    user = request.user
    initial = {"first_name": user.first_name, "last_name": user.last_name, "language": user.language}
    form = AccountForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_account(user=user, at=timezone.now(), **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, _("Saved."))
        response = redirect("account")
        # The switch in the masthead keeps its choice in this cookie; the newer choice counts.
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response
    feed = CalendarFeed.objects.filter(user=user).first()
    context = {"form": form, "feed": feed, "feed_url": feed and _feed_url(feed)}
    return render(request, "accounts/account.html", context)


@login_required
@require_POST
def calendar_feed(request):
    """Open the calendar feed, give it a new address, or close it."""
    if request.POST.get("act") == "close":
        close_feed(user=request.user, at=timezone.now())
        messages.success(request, _("The calendar feed is closed. Calendars that read it find nothing any more."))
    else:
        renew_feed(user=request.user, at=timezone.now())
        messages.success(request, _("The calendar feed has a new address. Enter it in your calendar."))
    return redirect("account")


def _feed_url(feed):
    return settings.PUBLIC_URL + reverse("calendar_feed_of", args=[feed.token])
