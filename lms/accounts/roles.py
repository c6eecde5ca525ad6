"""Which roles somebody has: read from what they are granted, for navigation and start page only, never to decide."""

from collections.abc import Callable

from guardian.models import GroupObjectPermission

from lms.accounts.grants import OFFICE_GROUP

# codename of a grant -> role. Rooms above name what they grant in `name_role`.
_by_codename = {"book_seats": "booker", "host_groups": "host", "verify_certificate": "chamber"}
_by_question: list[tuple[str, Callable]] = []


def name_role(role, *, codename=None, asks=None):
    """Call somebody `role` who holds a grant `codename`, or for whom `asks(user)` is true."""
    if codename:
        _by_codename[codename] = role
    if asks and (role, asks) not in _by_question:
        _by_question.append((role, asks))


def roles_of(user):
    """
    Return the roles of `user` as a frozenset of words, e.g. {"booker", "participant"}. Kept on the user object.

    "administrator" and "office" come first in what they may see; anonymous visitors have none.
    """
    if not (user and user.is_authenticated):
        return frozenset()
    if not hasattr(user, "_roles"):
        user._roles = frozenset(_roles(user))
    return user._roles


def _roles(user):
    if user.is_superuser:
        yield "administrator"
    groups = list(user.groups.all())
    if any(group.name == OFFICE_GROUP for group in groups):
        yield "office"
    held = (
        set(GroupObjectPermission.objects.filter(group__in=groups).values_list("permission__codename", flat=True))
        if groups
        else set()
    )
    for codename, role in _by_codename.items():
        if codename in held:
            yield role
    for role, asks in _by_question:
        if asks(user):
            yield role
