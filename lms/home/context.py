"""What every page shows: who runs the site, where one may go, who is signed in."""

from functools import partial

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from lms.home.navigation import items_for, role_words
from lms.home.operator import operator_name

try:
    demo_sign_ins = import_string("lms.accounts.demo.demo_sign_ins")
except ImportError:  # without the demo data there is nobody to sign in as
    demo_sign_ins = list


def site(request):
    """
    Put into every template who runs the site and whether this is the demo, and what the masthead may ask for.

    The functions are called only where a template draws them, so a page without masthead costs nothing.
    """
    return {
        # Asked for by title, masthead and foot; found once.
        "SITE_NAME": SimpleLazyObject(operator_name),
        "DEMO": settings.DEMO,
        "navigation": partial(items_for, request),
        "role_words": partial(role_words, request),
        "demo_sign_ins": demo_sign_ins if settings.DEMO else (),
    }
