"""What somebody typed into a form who had been signed out meanwhile: kept until they are signed in again, for once."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.middleware import page_before

KEY = "typed_before"
# More is no form of ours that somebody fills in by hand.
MOST_FIELDS, MOST_BYTES, SECONDS = 100, 20_000, 3_600


def login_keeping(shown_at):
    """
    Ask for signing in as `login_required` does, and keep what was typed for the page named `shown_at`; a decorator.

    That page takes the same arguments and asks for it by `typed_before`. htmx keeps its form in the browser.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            page = reverse(shown_at, args=args, kwargs=kwargs)
            if request.method != "POST" or request.htmx or not _keep(request, page):
                return redirect_to_login(request.get_full_path())
            messages.warning(
                request,
                _("Nothing was sent: you were not signed in (any more). Sign in; what you typed is shown again then."),
            )
            before = page_before(request)
            return redirect_to_login(before if before.partition("?")[0] == page else page)

        return guarded

    return decorate


def typed_before(request):
    """Return what was typed for the page of this `request` before signing in, as a QueryDict; else None. Only once."""
    kept = request.session.get(KEY)
    if kept is None or kept["page"] != request.path:
        return None
    _forget(request.session)
    return None if _is_over(kept) else QueryDict(kept["typed"])


class ForgetTypedMiddleware:
    """Forget what nobody asked for in time, as soon as its session is read; nobody else's is read for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        session = request.session
        if session.accessed and KEY in session and _is_over(session[KEY]):
            _forget(session)
        return response


def _keep(request, page):
    """Put what was typed into the session of somebody unknown, without files and the form's token; say if it was."""
    typed = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken" and any(values):
            typed.setlist(name, values)
    text = typed.urlencode()
    if not typed or sum(len(values) for _name, values in typed.lists()) > MOST_FIELDS or len(text) > MOST_BYTES:
        return False
    request.session[KEY] = {"page": page, "typed": text, "until": timezone.now().timestamp() + SECONDS}
    # The row goes with it, if nobody signs in.
    request.session.set_expiry(SECONDS)
    request.typed_is_kept = True
    return True


def _is_over(kept):
    return kept["until"] <= timezone.now().timestamp()


def _forget(session):
    del session[KEY]
    session.set_expiry(None)
