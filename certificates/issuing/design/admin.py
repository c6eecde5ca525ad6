"""The office's screens for templates of papers, in Wagtail's admin; every row is asked for."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
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


class IndexView(RowsOfOwn, snippets.IndexView):
    pass


class CreateView(OffersOwn, snippets.CreateView):
    pass


class EditView(RowChecked, OffersOwn, snippets.EditView):
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
                [FieldPanel("heading"), FieldPanel("opening"), FieldPanel("closing"), FieldPanel("remarks")],
                heading=_("Words"),
            ),
            MultiFieldPanel([FieldPanel("logo"), FieldPanel("second_logo")], heading=_("Logos")),
            InlinePanel("signatories", heading=_("Who signs"), label=_("Signatory"), max_num=4),
            MultiFieldPanel([FieldPanel("seal"), FieldPanel("seal_picture")], heading=_("Seal")),
        ],
        base_form_class=PaperDesignForm,
    )
