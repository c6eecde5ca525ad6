"""What every door of this room does with a refusal: show it beside what was typed, or turn away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, reselect, reswap, retarget

from courses.booking.refusals import Busy
from courses.cohorts.permissions import may_run
from lms.lib.refusals import NotAllowed, Refusal


def attempt(form, act, **arguments):
    """Do the act and return (True, what it returned); or put the refusal's sentence into the form: (False, refusal)."""
    try:
        return True, act(**arguments)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False, refusal


def answer(request, template, context, refusal=None):
    """Draw the page. Being busy is said to machines too, with the seconds after which to ask again."""
    if not isinstance(refusal, Busy):
        return render(request, template, context)
    response = render(request, template, context, status=refusal.status)
    response["Retry-After"] = str(refusal.retry_after)
    return response


def say_signed_out(request):
    """Say above a form that shows what was typed before signing in that it was not sent."""
    messages.warning(
        request,
        _(
            "You had been signed out, so nothing is booked yet. What you typed stands here again, except files: look "
            "at it, then send it."
        ),
    )


def within_page(response):
    """Let htmx take the content of a whole page in place of the one that is shown, and look at its top."""
    return reswap(reselect(retarget(response, "#content"), "#content"), "outerHTML show:window:top")


def lead_to(request, to, **which):
    """Lead to another page, by the browser itself where htmx asked."""
    url = resolve_url(to, **which)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def of_a_letter(response):
    """
    Return the page of a letter's link. The address is the right: it stands in no other site's log and no search engine.

    Not "no-referrer", with which a browser sends its form without saying where from, and is turned away.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def home_of(request, company, cohort):
    """Where somebody came from: whoever books for a company from its page, the office from the cohort's."""
    if company is None or may_run(request.user, cohort):
        return reverse("cohort", args=[cohort.code])
    return f"{reverse('company', args=[company.code])}#{cohort.code}"
