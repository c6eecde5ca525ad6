"""From what went wrong to what the API answers: nothing that somebody sends ends in a page or in silence."""

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404, UnreadablePostError
from django.utils.log import log_response
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lms.api.faults import fault
from lms.api.wording import field_of, in_words
from lms.lib.refusals import NotAllowed, Refusal
from lms.lib.waiting import waited_in_vain

BUSY_SECONDS = 3


def not_found(request, exc=None):
    """Say nothing of whether it exists: what is somebody else's does not, for the asker."""
    return fault(404, "not_found", _("There is nothing here, or it is not yours."))


def not_signed_in(request, exc):
    response = fault(401, "not_signed_in", _("Send a valid token: Authorization: Bearer lg_…"))
    response["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


def refused(request, refusal):
    facts = {"seats_left": None, **refusal.facts} if refusal.status == 409 else dict(refusal.facts)
    if errors := getattr(refusal, "errors", None):
        facts["errors"] = errors
    response = fault(refusal.status, refusal.code, refusal, **facts)
    if wait := getattr(refusal, "retry_after", None):
        response["Retry-After"] = str(wait)
    return response


def malformed(request, exc):
    errors = [{"field": field_of(error), "message": in_words(error)} for error in exc.errors]
    first = errors[0]
    return fault(422, "invalid", f"{first['field']}: {first['message']}", errors=errors)


def unreadable(request, exc):
    """A body that is no JSON; ninja knows no other use of HttpError."""
    message = _("What was sent is no JSON.")
    return fault(422, "invalid", message, errors=[{"field": "body", "message": message}])


def too_large(request, exc=None):
    return fault(413, "too_large", _("What was sent is too large."))


def broken_off(request, exc):
    return fault(400, "broken_off", _("What was sent did not arrive whole."))


def database(request, exc):
    """A lock that was not to be had is no fault of ours: nothing was written, and soon it will work."""
    if not waited_in_vain(exc):
        return unexpected(request, exc)
    message = _("Many people are writing at this moment. Nothing was changed; please send it again in a moment.")
    response = fault(503, "busy", message)
    response["Retry-After"] = str(BUSY_SECONDS)
    return response


def unexpected(request, exc):
    """What Django does with a fault of ours (tell and log it), with an answer that a program can read."""
    got_request_exception.send(sender=None, request=request)
    response = fault(500, "broken", _("Something broke here; it is not your fault. It has been noted."))
    log_response("%s: %s", response.reason_phrase, request.path, response=response, request=request, exception=exc)
    return response


HANDLERS = {
    AuthenticationError: not_signed_in,
    HttpError: unreadable,
    ValidationError: malformed,
    NotAllowed: not_found,
    PermissionDenied: not_found,
    Http404: not_found,
    Refusal: refused,
    RequestDataTooBig: too_large,
    UnreadablePostError: broken_off,
    OperationalError: database,
    Exception: unexpected,
}


def handle_errors(api):
    """Let `api` answer every kind of error."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
