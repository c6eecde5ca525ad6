"""What people see where a form came without its token or to be opened, or the server could not do what was asked."""

import sys

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template import loader
from django.views import defaults

from lms.accounts.cms_input import ADMIN
from lms.lib.waiting import waited_in_vain

SECONDS = "3"


def csrf_failure(request, reason=""):
    """Explain how to send the form again; named in settings.CSRF_FAILURE_VIEW."""
    return render(request, "403_csrf.html", status=403)


class OnlyByButtonMiddleware:
    """
    Explain an address that only takes forms to whoever opens it, in place of the browser's empty page.

    As when a session ended, a button was pressed, and signing in led to the address of the form. Whatever is sent by
    another verb is answered as before; the API does not come by here, and Wagtail's admin speaks for itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or request.method not in ("GET", "HEAD"):
            return response
        if request.path.startswith(ADMIN):
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


def server_error(request):
    """
    Say that something went wrong; or only to come back in a moment, if a lock was not to be had in time.

    Named as handler500 in lms/urls.py. Acts say themselves that they are busy; this is for all that writes beside them
    (a session, a role), which SQLite makes wait for any other writer.
    """
    if not waited_in_vain(sys.exc_info()[1]):
        return defaults.server_error(request)
    # As Django's own page for a fault: without asking the database who reads it.
    return HttpResponse(loader.get_template("503.html").render(), status=503, headers={"Retry-After": SECONDS})
