"""
Grants: guardian rows given to groups, never to single users. One group per role and record, made when first needed.

A role is what somebody is granted. The names of groups and codenames of the ground floor are written only here.
"""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL
from guardian.models import GroupObjectPermission
from guardian.shortcuts import assign_perm

OFFICE_GROUP = "office"
# Nearly every request asks these two, and the ORM took longer to write them than the database to answer.
# The permission held for all rows: app, codename, user, user.
FOR_ALL = """EXISTS(
    SELECT 1 FROM auth_permission AS allowed
    INNER JOIN django_content_type AS kind ON kind.id = allowed.content_type_id
    WHERE kind.app_label = %s AND allowed.codename = %s AND (
        allowed.id IN (
            SELECT their.permission_id FROM auth_group_permissions AS their
            INNER JOIN accounts_user_groups AS member ON member.group_id = their.group_id WHERE member.user_id = %s
        ) OR allowed.id IN (SELECT own.permission_id FROM accounts_user_user_permissions AS own WHERE own.user_id = %s)
    )
)"""
# The rows on which it was granted to the user's groups: user, codename, content type.
GRANTED = """SELECT CAST(granted.object_pk AS bigint) FROM guardian_groupobjectpermission AS granted
    INNER JOIN accounts_user_groups AS member ON member.group_id = granted.group_id
    INNER JOIN auth_permission AS allowed ON allowed.id = granted.permission_id
    WHERE member.user_id = %s AND allowed.codename = %s AND granted.content_type_id = %s"""
PERMISSION_NAME = ("content_type__app_label", "codename")
# What the whole office holds model-wide; rooms above add theirs with `office_holds`.
OFFICE_PERMISSIONS = ["organisations.book_seats", "organisations.host_groups", "wagtailadmin.access_admin"]


def group_of(row, role):
    """Return the group that holds `role` ("bookers", "hosts", ...) for this record; make it the first time."""
    name = f"{row._meta.model_name}-{row.pk}-{role}"
    return Group.objects.get_or_create(name=name)[0]


def grant(user, row, permission, role):
    """Let `user` hold `permission` ("app.codename") on `row`, through the record's group for `role`. Idempotent."""
    group = group_of(row, role)
    assign_perm(permission, group, row)
    user.groups.add(group)
    return group


def withdraw(user, row, role):
    """Take the record's `role` away from `user`."""
    user.groups.remove(group_of(row, role))


def forget_grants(row):
    """Remove every grant on `row`; to be called by the act that deletes it, since grants have no foreign key to it."""
    GroupObjectPermission.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_pk=str(row.pk)
    ).delete()


def office_holds(*names):
    """Let rooms say in AppConfig.ready() what the whole office holds for all rows ("app.codename")."""
    OFFICE_PERMISSIONS.extend(name for name in names if name not in OFFICE_PERMISSIONS)


def office_group():
    """Return the office's group with all that the rooms say it holds; make it the first time."""
    group, made = Group.objects.get_or_create(name=OFFICE_GROUP)
    held = () if made else {f"{app}.{name}" for app, name in group.permissions.values_list(*PERMISSION_NAME)}
    for name in OFFICE_PERMISSIONS:
        if name not in held:
            grant_to_office(name, group=group)
    return group


def grant_to_office(name, group=None):
    """Give the office `name` ("app.codename") for all rows. Idempotent."""
    app, codename = name.split(".")
    (group or office_group()).permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


def holds(user, permission, row=None):
    """
    Whether `user` holds `permission`: for all rows, or on this `row`.

    An inactive or anonymous user holds nothing; an administrator everything.
    """
    if not (user and user.is_authenticated and user.is_active):
        return False
    known = getattr(user, "_held_for_all", None)
    if known is None:
        known = user._held_for_all = {}
    if permission not in known and (row is None or user.is_superuser or hasattr(user, "_perm_cache")):
        known[permission] = user.has_perm(permission)
    if row is not None and (permission, row) in getattr(user, "_held_on", ()):
        return True
    if permission in known:
        return known[permission] or (row is not None and _granted(user, permission, row).exists())
    known[permission], here = _both(user, permission, row)
    return known[permission] or here


def keep_in_mind(user, permission, rows, *, for_all):
    """
    Let `holds` answer without asking that `user` holds `permission` on these `rows`, and whether `for_all` rows.

    `rows_held_by_key` and `held_for_all_by_key` have just found that out.
    It is known to this object of the user alone: for one request, as Django itself does with permissions for all rows.
    """
    user._held_for_all = getattr(user, "_held_for_all", {}) | {permission: for_all}
    user._held_on = getattr(user, "_held_on", frozenset()) | {(permission, row) for row in rows}


def _both(user, permission, row):
    """Of somebody not asked before: (for all rows, on this row), in one statement where Django and guardian take 3."""
    here = f"EXISTS({GRANTED} AND granted.object_pk = %s)"
    asked = [*_who(user.pk, permission), *_on(user.pk, permission, row), str(row.pk)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FOR_ALL}, {here}", asked)
        for_all, on_row = cursor.fetchone()
    return bool(for_all), bool(on_row)


def _granted(user, permission, row):
    """The grants of `permission` on `row` to the user's groups: never is one made to single users."""
    return GroupObjectPermission.objects.filter(
        group__user=user,
        permission__codename=permission.split(".")[1],
        content_type=ContentType.objects.get_for_model(row),
        object_pk=str(row.pk),
    )


def _who(user, permission):
    """What FOR_ALL asks for of a user's primary key."""
    return [*permission.split("."), user, user]


def _on(user, permission, model):
    """What GRANTED asks for of a user's primary key."""
    return [user, permission.split(".")[1], ContentType.objects.get_for_model(model).pk]


def rows_held(user, permission, rows):
    """Return those of the queryset `rows` on which `user` holds `permission`: the rule of `holds` as one query."""
    if not (user and user.is_authenticated and user.is_active):
        return rows.none()
    known = getattr(user, "_held_for_all", {}).get(permission)
    if known is None and (user.is_superuser or hasattr(user, "_perm_cache")):
        known = user.has_perm(permission)
    if known:
        return rows
    if known is None:
        return rows_held_by_key(user.pk, permission, rows)
    return rows.filter(_granted_on(user.pk, permission, rows))


def is_told_by_key(user):
    """Whether what `user` holds can be read from their grants alone: not so of an administrator, nor of nobody."""
    return bool(user and user.is_authenticated and user.is_active and not user.is_superuser)


def rows_held_by_key(user, permission, rows):
    """`rows_held` for a primary key (or a `Blank`) of somebody of whom `is_told_by_key` is true."""
    return rows.filter(_granted_on(user, permission, rows) | Q(held_for_all_by_key(user, permission)))


def held_for_all_by_key(user, permission):
    """Whether this user (as for `rows_held_by_key`) holds `permission` for all rows, as an expression."""
    return RawSQL(FOR_ALL, _who(user, permission), output_field=BooleanField())  # noqa: S611


def _granted_on(user, permission, rows):
    # guardian's get_objects_for_user says the same in three times as many joins.
    return Q(pk__in=RawSQL(GRANTED, _on(user, permission, rows.model)))  # noqa: S611
