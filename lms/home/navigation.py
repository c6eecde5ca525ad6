"""
Where one may go. Rooms register their entries in AppConfig.ready(); this floor knows none of them.

`items_for(request)` is asked once per page by the masthead and reads nothing but the roles of whoever is signed in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import time

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.roles import roles_of

# The roles lie in the session for so long, in seconds: a new role shows in the navigation a little later.
KEPT_FOR = 300
KEY = "roles"

ROLE_WORDS = {
    "administrator": _("Administration"),
    "office": _("Cluster office"),
    "lecturer": _("Lecturer"),
    "host": _("Host"),
    "booker": _("Company"),
    "chamber": _("Chamber"),
    "participant": _("Participant"),
}


def has_account(request):
    """Tell whether somebody is signed in. A request that failed early has no user yet."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def everyone(request, roles):
    """Shown to every visitor."""
    return True


def signed_in(request, roles):
    """Shown to everybody with an account."""
    return has_account(request)


def visitors(request, roles):
    """Shown to those who are not signed in."""
    return not has_account(request)


@dataclass(frozen=True)
class NavItem:
    """
    An entry: a label (lazy), the name of its URL (without arguments) and who sees it.

    `who` is a set of roles, one of which is enough, or a function of (request, roles). A lower `order` stands first.
    """

    label: str | Promise
    url_name: str
    who: frozenset | set | Callable
    order: int = 50

    def is_for(self, request, roles):
        """Tell whether this visitor sees the entry."""
        return self.who(request, roles) if callable(self.who) else bool(roles & self.who)


_items: list[NavItem] = []


def register(item):
    """Add an entry; the second time for the same URL name replaces it."""
    _items[:] = [known for known in _items if known.url_name != item.url_name] + [item]
    return item


@receiver(user_logged_in, dispatch_uid="remember_roles")
def remember_roles(request, user, **_signal):
    """Put the roles of `user` into the session, so that pages need not ask for them. Called at sign-in."""
    request.session[KEY] = {"roles": sorted(roles_of(user)), "at": int(time())}


def roles_here(request):
    """Return the roles of whoever asks, for the navigation only. Nobody signed in: none."""
    if not has_account(request):
        return frozenset()
    kept = request.session.get(KEY)
    if not kept or time() - kept["at"] > KEPT_FOR:
        remember_roles(request, request.user)
        kept = request.session[KEY]
    return frozenset(kept["roles"])


def role_words(request):
    """Return the roles of whoever asks in words, the most powerful first."""
    roles = roles_here(request)
    return [word for role, word in ROLE_WORDS.items() if role in roles]


def items_for(request):
    """Return the entries for this visitor: dicts of label, url and whether the page at hand belongs to it."""
    roles = roles_here(request)
    shown = [item for item in sorted(_items, key=lambda item: item.order) if item.is_for(request, roles)]
    entries = [{"label": item.label, "url": reverse(item.url_name), "current": False} for item in shown]
    here = [entry for entry in entries if request.path.startswith(entry["url"])]
    if here:
        max(here, key=lambda entry: len(entry["url"]))["current"] = True
    return entries
