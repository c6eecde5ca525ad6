"""The office's screens for templates of papers, in Wagtail's admin; every row is asked for."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.action_menu import PublishMenuItem, UnpublishMenuItem
from wagtail.snippets.views import snippets
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.issuing.design.forms import PUBLISH, PaperDesignForm
from certificates.issuing.design.models import PaperDesign
from courses.curriculum.models import Programme
from courses.curriculum.permissions import MANAGE, programmes_managed_by
from lms.accounts.wagtail import GrantPolicy, OffersOwn, RowChecked, RowsOfOwn, choosing_own

FILLED_IN = _(
    "Numbers bring their noun, in German in the dative: “with {seminars} and {units}” is printed as “with four "
    "seminars and 32 teaching units”, “mit {seminars} und {units}” as “mit vier Seminaren und 32 "
    "Unterrichtseinheiten”. {start} and {end} become days, “2 March 2026” or “2. März 2026”; {requirements} and "
    "{attended} become whole sentences."
)
_CLOSING = PaperDesign._meta.get_field("closing")


def register_policies():
    """Say who sees which rows; to be called before anybody asks."""
    register_permission_policy(
        PaperDesign,
        GrantPolicy(PaperDesign, MANAGE, Programme, "programme", ("add", "change", "view", "delete", "publish")),
    )


class OwnObject:
    """Put before views that look their row up without asking: a row of somebody else does not exist for the asker."""

    def get_object(self, *args, **kwargs):
        row = super().get_object(*args, **kwargs)
        if row.pk is not None and not self._own().filter(pk=row.pk).exists():
            raise Http404
        return row

    def _own(self):
        return own_designs(self.request.user)


class OffersOwnInPreview(OffersOwn):
    """A preview draws from what was typed: it, too, takes no programme of others."""


class OneForEach:
    """
    Put before a form view: who was overtaken by a second tab is told so, and keeps what was typed.

    The form has looked before, but a template is tried for seconds, and the browser saves drafts by itself meanwhile.
    """

    def form_valid(self, form):
        try:
            # Wagtail saves and publishes apart: without this the draft would stay behind a refused publishing.
            with transaction.atomic():
                return super().form_valid(form)
        except (IntegrityError, ValidationError):
            form.refuse_if_taken()
            if form.taken_by() is None:
                raise
        # Wagtail sets these while it validates; the refusal came after that.
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)

    def form_invalid(self, form):
        if (other := form.taken_by()) and not self.expects_json_response:
            address = reverse(self.edit_url_name, args=[other.pk])
            messages.warning(
                self.request,
                _("“%(design)s” is there already. What you typed is not stored and still stands below.")
                % {"design": other},
                buttons=[messages.button(address, _("Open the other"), new_window=True)],
            )
        return super().form_invalid(form)


class IndexView(RowsOfOwn, snippets.IndexView):
    pass


class CreateView(OneForEach, OffersOwn, snippets.CreateView):
    pass


class EditView(RowChecked, OneForEach, OffersOwn, snippets.EditView):
    pass


class DeleteView(RowChecked, snippets.DeleteView):
    pass


class UsageView(RowChecked, snippets.UsageView):
    pass


class HistoryView(RowChecked, snippets.HistoryView):
    pass


class InspectView(RowChecked, snippets.InspectView):
    pass


class CompareView(OwnObject, snippets.RevisionsCompareView):
    pass


class UnpublishView(OwnObject, snippets.UnpublishView):
    pass


class UnscheduleView(OwnObject, snippets.RevisionsUnscheduleView):
    pass


class RevisionView(OwnObject, snippets.PreviewRevisionView):
    pass


class PreviewOnCreate(OffersOwnInPreview, snippets.PreviewOnCreateView):
    pass


class PreviewOnEdit(OwnObject, OffersOwnInPreview, snippets.PreviewOnEditView):
    pass


def offer_publishing(menu_items, request, context):
    """
    Offer publishing to whoever runs a programme: Wagtail's menu asks for a permission on all rows, its views ask ours.

    A hook of Wagtail's (construct_snippet_action_menu).
    """
    if context["model"] is not PaperDesign or any(item.name == PUBLISH for item in menu_items):
        return
    policy = policy_registry.get_by_type(PaperDesign)
    if policy.user_has_permission(request.user, "publish"):
        if context["view"] == "edit" and context["instance"].live:
            menu_items.append(UnpublishMenuItem(order=20))
        menu_items.append(PublishMenuItem(order=30))


def own_designs(user):
    """The templates of the programmes that `user` runs."""
    return PaperDesign.objects.filter(programme__in=programmes_managed_by(user).values("pk"))


class OwnChooser(SnippetChooserViewSet):
    """Nothing points to a template yet; Wagtail brings a chooser all the same, so it shows one's own."""

    choose_view_class = choosing_own(ChooseView, own_designs)
    choose_results_view_class = choosing_own(ChooseResultsView, own_designs)
    chosen_view_class = choosing_own(SnippetChosenView, own_designs)
    chosen_multiple_view_class = choosing_own(SnippetChosenMultipleView, own_designs)


class PaperDesignViewSet(SnippetViewSet):
    model = PaperDesign
    icon = "doc-full"
    menu_label = _("Templates")
    menu_order = 160
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["__str__", "live", "has_unpublished_changes"]
    chooser_viewset_class = OwnChooser
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    usage_view_class = UsageView
    history_view_class = HistoryView
    inspect_view_class = InspectView
    revisions_compare_view_class = CompareView
    revisions_unschedule_view_class = UnscheduleView
    unpublish_view_class = UnpublishView
    revisions_view_class = RevisionView
    preview_on_add_view_class = PreviewOnCreate
    preview_on_edit_view_class = PreviewOnEdit
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("programme"), FieldPanel("kind"), FieldPanel("chamber")]),
            MultiFieldPanel(
                [
                    FieldPanel("heading"),
                    FieldPanel("opening"),
                    FieldPanel("closing", help_text=format_lazy("{} {}", _CLOSING.help_text, FILLED_IN)),
                    FieldPanel("remarks"),
                ],
                heading=_("Words"),
            ),
            MultiFieldPanel([FieldPanel("logo"), FieldPanel("second_logo")], heading=_("Logos")),
            InlinePanel("signatories", heading=_("Who signs"), label=_("Signatory"), max_num=4),
            MultiFieldPanel([FieldPanel("seal"), FieldPanel("seal_picture")], heading=_("Seal")),
        ],
        base_form_class=PaperDesignForm,
    )
