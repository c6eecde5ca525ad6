"""Wagtail's admin trusts what its own pages send. What else is sent there is answered like any other bad request."""

import logging

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError
from django.shortcuts import render
from django.urls import NoReverseMatch

logger = logging.getLogger(__name__)
ADMIN = "/office/cms/"
# A number that is none or fits no column, a field that is missing, a day before all days, a page that is not there.
UNREADABLE = (ValueError, OverflowError, LookupError, AttributeError, ObjectDoesNotExist, NoReverseMatch, DataError)


class CmsInputMiddleware:
    """
    Answer 400 where a view of Wagtail's admin stumbles over what was sent to it.

    The stack is logged as for a 500, for it may be a fault of ours after all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not request.path.startswith(ADMIN) or not isinstance(exception, UNREADABLE):
            return None
        if request.method != "POST" and not request.GET:
            return None
        logger.error("Sent to the CMS and not understood: %s %s", request.method, request.path, exc_info=exception)
        return render(request, "400.html", status=400)
