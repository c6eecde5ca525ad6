"""
Wagtail's admin, row by row: its generic views ask only "may this person change some row?", these ask for this one.

A policy says which rows; the mixins put it into every view that opens, lists or offers rows.
"""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import ModelChoiceField
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from guardian.models import GroupObjectPermission
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry

from lms.accounts.grants import holds, rows_held
from lms.lib.refusals import Refusal


class GrantPolicy(BasePermissionPolicy):
    """
    Rows belong to whoever holds one grant on the record that carries it.

    `permission` is "app.codename", `record` the model that carries the grant, `via` the path from a row to it ("" if
    the row itself does). `everywhere` names the actions that need the grant for all records, e.g. opening a new one.
    """

    def __init__(self, model, permission, record, via="", actions=("add", "change", "view"), everywhere=()):
        super().__init__(model)
        self.permission, self.record, self.via = permission, record, via
        self.actions, self.everywhere = frozenset(actions), frozenset(everywhere)

    def record_of(self, row):
        """Return the record that carries the grant for this row."""
        for name in self.via.split("__") if self.via else ():
            row = getattr(row, name)
        return row

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.actions & set(actions):
            return self.model._default_manager.none()
        held = rows_held(user, self.permission, self.record._default_manager.all())
        return self.model._default_manager.filter(**{f"{self.via or 'pk'}__in": held.values("pk")})

    def user_has_permission(self, user, action):
        if action not in self.actions:
            return False
        if holds(user, self.permission):
            return True
        return (
            action not in self.everywhere
            and rows_held(user, self.permission, self.record._default_manager.all()).exists()
        )

    def user_has_permission_for_instance(self, user, action, instance):
        if action not in self.actions:
            return False
        return holds(user, self.permission, None if action in self.everywhere else self.record_of(instance))

    def users_with_any_permission(self, actions):
        return self._users(actions, None)

    def users_with_any_permission_for_instance(self, actions, instance):
        return self._users(actions, self.record_of(instance))

    def _users(self, actions, record):
        users = get_user_model().objects.filter(is_active=True)
        asked = self.actions & set(actions)
        if not asked:
            return users.none()
        app, codename = self.permission.split(".")
        globally = {"permissions__codename": codename, "permissions__content_type__app_label": app}
        everyone = Q(is_superuser=True) | Q(**{f"groups__{name}": value for name, value in globally.items()})
        if asked - self.everywhere:
            grants = GroupObjectPermission.objects.filter(
                permission__codename=codename, permission__content_type__app_label=app
            )
            if record is not None:
                grants = grants.filter(object_pk=str(record.pk))
            everyone |= Q(groups__in=grants.values("group"))
        return users.filter(everyone).distinct()


class RowChecked:
    """Put before every view of one row: a row of somebody else does not exist for the asker."""

    def get_object(self, *args, **kwargs):
        row = super().get_object(*args, **kwargs)
        asked = [self.permission_required] if self.permission_required else self.any_permission_required
        rows = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change", "view"])
        if not rows.filter(pk=row.pk).exists():
            raise Http404
        if not self.permission_policy.user_has_any_permission_for_instance(self.request.user, asked or ["change"], row):
            raise PermissionDenied
        return row


class RowsOfOwn:
    """Put before a list: only rows that the asker may see."""

    def get_base_queryset(self):
        own = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change", "view"])
        return super().get_base_queryset().filter(pk__in=own.values("pk"))


class OffersOwn:
    """Put before a form: its choices hold only rows that the asker may change, where a GrantPolicy knows."""

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        for field in form.fields.values():
            if isinstance(field, ModelChoiceField):
                policy = policy_registry.get_by_type(field.queryset.model)
                if isinstance(policy, GrantPolicy):
                    own = policy.instances_user_has_any_permission_for(self.request.user, ["change"])
                    field.queryset = field.queryset.filter(pk__in=own.values("pk"))
        return form


class SavedByAct:
    """
    Put before a form view: an act of the room saves, not the form.

    `act(row=, actor=, at=)` is given by the view set; what it refuses is shown above the form, which keeps its input.
    """

    act = None
    logged_as = "wagtail.edit"

    def save_instance(self):
        row = self.act(row=self.form.save(commit=False), actor=self.request.user, at=timezone.now())
        self.form.save_m2m()
        log(instance=row, action=self.logged_as, user=self.request.user)
        return row

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            # Wagtail sets these while it validates; the refusal came after that.
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class ScopedIndexView(RowsOfOwn, generic.IndexView):
    """The list of one's own rows."""


class ScopedCreateView(SavedByAct, OffersOwn, generic.CreateView):
    """A new row, among one's own."""

    logged_as = "wagtail.create"


class ScopedEditView(RowChecked, SavedByAct, OffersOwn, generic.EditView):
    """One's own row."""


class ScopedDeleteView(RowChecked, generic.DeleteView):
    """The end of one's own row, by an act of the room."""

    act = None

    def delete_action(self):
        self.act(row=self.object, actor=self.request.user, at=timezone.now())

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            # Nothing was typed that could be lost; the sentence is all there is to show.
            raise PermissionDenied(str(refusal)) from refusal


class ScopedHistoryView(RowChecked, HistoryView):
    """What happened to one's own row."""


class ScopedUsageView(RowChecked, UsageView):
    """Where one's own row is used."""


class ScopedInspectView(RowChecked, generic.InspectView):
    """One's own row, to look at."""


class ScopedViewSet(ModelViewSet):
    """A view set in which nobody meets rows of others. Needs a GrantPolicy registered for its model, and acts."""

    index_view_class = ScopedIndexView
    add_view_class = ScopedCreateView
    edit_view_class = ScopedEditView
    delete_view_class = ScopedDeleteView
    history_view_class = ScopedHistoryView
    usage_view_class = ScopedUsageView
    inspect_view_class = ScopedInspectView
    inspect_view_enabled = True
    # Copying a row is an act of its own, not a form filled in beforehand.
    copy_view_enabled = False
    save_act: Callable | None = None
    delete_act: Callable | None = None

    def get_add_view_kwargs(self, **kwargs):
        return {**super().get_add_view_kwargs(**kwargs), "act": self.save_act}

    def get_edit_view_kwargs(self, **kwargs):
        return {**super().get_edit_view_kwargs(**kwargs), "act": self.save_act}

    def get_delete_view_kwargs(self, **kwargs):
        return {**super().get_delete_view_kwargs(**kwargs), "act": self.delete_act}


class ChoosesOwn:
    """Put before the four views of a chooser. `own_rows(user)` is given by the class made in `ScopedChooser`."""

    own_rows = None

    def rows(self):
        return type(self).own_rows(self.request.user)

    def get_object_list(self):
        return self.rows()

    def get_object(self, pk):
        return get_object_or_404(self.rows(), pk=pk)

    def get_objects(self, pks):
        return self.rows().filter(pk__in=pks)


def choosing_own(view, own_rows):
    """Return a view of a chooser that shows only `own_rows(user)`, a queryset."""
    return type(f"Own{view.__name__}", (ChoosesOwn, view), {"own_rows": staticmethod(own_rows)})


def scoped_chooser(name, model, own_rows, **attributes):
    """Return a ChooserViewSet of `model` that shows only `own_rows(user)`, a queryset, in every one of its views."""

    class ScopedChooser(ChooserViewSet):
        choose_view_class = choosing_own(chooser.ChooseView, own_rows)
        choose_results_view_class = choosing_own(chooser.ChooseResultsView, own_rows)
        chosen_view_class = choosing_own(chooser.ChosenView, own_rows)
        chosen_multiple_view_class = choosing_own(chooser.ChosenMultipleView, own_rows)

        def get_urlpatterns(self):
            # Without a creation form Wagtail's create view answers a POST with a 500.
            return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]

    return ScopedChooser(name, model=model, **attributes)
