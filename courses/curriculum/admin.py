"""The office's screens for programmes and their editions, in Wagtail's admin; every row is asked for."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import register_permission_policy

from courses.curriculum.actions import (
    copy_edition,
    create_programme,
    delete_draft,
    delete_price_line,
    publish_edition,
    save_draft,
    save_price_line,
)
from courses.curriculum.models import (
    CERTIFICATE_LANGUAGES,
    CancellationStep,
    Edition,
    Instalment,
    PriceLine,
    Programme,
    Requirement,
    Seminar,
)
from courses.curriculum.permissions import MANAGE, programmes_taught_by
from lms.accounts.models import Person
from lms.accounts.wagtail import (
    GrantPolicy,
    RowChecked,
    ScopedCreateView,
    ScopedEditView,
    ScopedIndexView,
    ScopedViewSet,
    scoped_chooser,
)
from lms.lib.fields import EuroField
from lms.lib.refusals import Refusal

EDITABLE = ("add", "change", "view", "delete")
PARTS = (Seminar, Requirement, Instalment, CancellationStep, PriceLine)


def register_policies():
    """Say who sees which rows; to be called before anybody asks, at the top of wagtail_hooks."""
    register_permission_policy(
        Programme, GrantPolicy(Programme, MANAGE, Programme, actions=("add", "change", "view"), everywhere=("add",))
    )
    register_permission_policy(Edition, GrantPolicy(Edition, MANAGE, Programme, "programme", EDITABLE))
    for model in PARTS:
        register_permission_policy(model, GrantPolicy(model, MANAGE, Programme, "edition__programme", EDITABLE))


class CreateProgrammeView(ScopedCreateView):
    """A new programme, with all its equipment."""

    def save_instance(self):
        row = self.form.instance
        return create_programme(
            code=row.code,
            office=row.office,
            title=row.title,
            summary=row.summary,
            audience=row.audience,
            actor=self.request.user,
            at=timezone.now(),
        )


class ProgrammeViewSet(ScopedViewSet):
    model = Programme
    icon = "openquote"
    menu_label = _("Programmes")
    form_fields = ["code", "office", "title", "summary", "audience"]
    list_display = ["code", "__str__", "office"]
    add_view_class = CreateProgrammeView
    save_act = staticmethod(save_draft)


class EditionForm(forms.ModelForm):
    """An edition, with the languages of its certificate as boxes to tick."""

    certificate_languages = forms.MultipleChoiceField(
        label=_("languages of the certificate"), choices=CERTIFICATE_LANGUAGES, widget=forms.CheckboxSelectMultiple
    )

    price_member = EuroField(label=_("price for members"), initial=0)
    price_non_member = EuroField(label=_("price for others"), initial=0)

    class Meta:
        model = Edition
        # All but `published_on`, which only `publish_edition` writes.
        fields = [
            "programme",
            "label",
            "valid_from",
            "duration_months",
            "interval_weeks",
            "seminar_count",
            "unit_minutes",
            "units_presence",
            "units_online",
            "approval_number",
            "max_group_size",
            "min_group_size",
            "attendance_threshold",
            "online_counts_as_presence",
            "max_make_up_sessions",
            "knowledge_checks_required",
            "chamber",
            "chamber_certifies",
            "certificate_languages",
            "contents_on_back",
            "price_member",
            "price_non_member",
            "vat",
            "consent_from",
            "cancellation_days",
            "cancellation_base",
            "free_withdrawal_days_after_move",
            "organiser_cancels_by_days",
            "retention_years",
        ]

        help_texts = {
            "cancellation_days": _("How the days of the cancellation fees are counted. Holidays: those of the office."),
            "cancellation_base": _("What the percentages of the cancellation fees are of."),
            "free_withdrawal_days_after_move": _(
                "Whoever booked before a date was moved may withdraw free of charge for so many days. 0: not at all."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent_from"].label = _("substitutes need consent from")
        self.fields["consent_from"].queryset = Seminar.objects.filter(edition_id=self.instance.pk)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("chamber_certifies") and not cleaned.get("chamber"):
            self.add_error("chamber", ValidationError(__("Choose the chamber that certifies."), code="required"))
        least, most = cleaned.get("min_group_size"), cleaned.get("max_group_size")
        if least and most and least > most:
            self.add_error("min_group_size", __("The smallest group cannot be larger than the largest."))
        return cleaned


class EditionIndexView(ScopedIndexView):
    """The list of editions; each can be copied where it stands, for a published one changes no more."""

    copy_to_url_name = ""

    def get_list_more_buttons(self, instance):
        copy = Button(
            __("Copy to a new edition"),
            url=reverse(self.copy_to_url_name, args=[instance.pk]),
            icon_name="copy",
            priority=5,
        )
        return [*super().get_list_more_buttons(instance), copy]


class EditEditionView(ScopedEditView):
    """An edition with the ways on: publish it, plainly in sight while it is a draft; copy it."""

    @cached_property
    def header_buttons(self):
        publish = HeaderButton(
            __("Publish"), url=reverse(self.publish_url_name, args=[self.object.pk]), icon_name="upload", priority=1
        )
        own = [] if self.object.is_frozen else [publish]
        return [*own, *super().header_buttons]

    @cached_property
    def header_more_buttons(self):
        copy = Button(
            __("Copy to a new edition"),
            url=reverse(self.copy_to_url_name, args=[self.object.pk]),
            icon_name="copy",
            priority=2,
        )
        return [copy, *super().header_more_buttons]

    publish_url_name = copy_to_url_name = ""


class EditionActView(RowChecked, SingleObjectMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """An act on one edition: a form, perhaps empty, and a button."""

    model = Edition
    permission_required = "change"
    any_permission_required = None
    template_name = "courses/curriculum/admin/edition_act.html"
    edit_url_name = index_url_name = ""
    explanation: str | Promise = ""
    button_label: str | Promise = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.object = self.get_object()

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse(self.index_url_name), "label": __("Editions")},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_page_subtitle(self):
        return str(self.object)

    def form_valid(self, form):
        try:
            edition = self.do(form, timezone.now())
        except Refusal as refusal:
            for sentence in refusal.facts.get("faults", [str(refusal)]):
                form.add_error(None, sentence)
            return self.form_invalid(form)
        messages.success(self.request, self.done_message % {"edition": edition})
        return redirect(reverse(self.edit_url_name, args=[edition.pk]))


class PublishEditionView(EditionActView):
    """Publishing, after being told what it means."""

    page_title = _("Publish")
    header_icon = "upload"
    form_class = forms.Form
    explanation = _("Cohorts can then be run by this edition. Neither it nor its seminars can be changed any more.")
    button_label = _("Publish this edition")
    done_message = _("The edition %(edition)s is published.")

    def do(self, form, at):
        return publish_edition(edition=self.object, actor=self.request.user, at=at)


class CopyForm(forms.Form):
    """What a new edition is called, and from when it holds."""

    label = forms.CharField(label=_("edition"), max_length=40)
    valid_from = forms.DateField(label=_("valid from"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition

    def clean_label(self):
        label = self.cleaned_data["label"]
        if Edition.objects.filter(programme=self.edition.programme_id, label=label).exists():
            raise ValidationError(__("This programme has an edition of that name. Choose another."))
        return label


class CopyEditionView(EditionActView):
    """A new draft from an edition."""

    page_title = _("Copy to a new edition")
    header_icon = "copy"
    form_class = CopyForm
    explanation = _("The copy is a draft with the same rules, seminars, checks, instalments and fees.")
    button_label = _("Copy")
    done_message = _("The draft %(edition)s is ready to be changed.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "edition": self.object}

    def do(self, form, at):
        return copy_edition(edition=self.object, actor=self.request.user, at=at, **form.cleaned_data)


class EditionViewSet(ScopedViewSet):
    model = Edition
    icon = "doc-full-inverse"
    menu_label = _("Editions")
    list_display = ["__str__", "valid_from", "published_on", "seminar_count"]
    edit_view_class = EditEditionView
    index_view_class = EditionIndexView
    save_act = staticmethod(save_draft)
    delete_act = staticmethod(delete_draft)

    def get_form_class(self, for_update=False):
        return EditionForm

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(copy_to_url_name=self.get_url_name("copy_to"), **kwargs)

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(
            publish_url_name=self.get_url_name("publish"), copy_to_url_name=self.get_url_name("copy_to"), **kwargs
        )

    def get_urlpatterns(self):
        names = {"edit_url_name": self.get_url_name("edit"), "index_url_name": self.get_url_name("index")}
        return [
            *super().get_urlpatterns(),
            path("publish/<int:pk>/", PublishEditionView.as_view(**names), name="publish"),
            path("copy-to/<int:pk>/", CopyEditionView.as_view(**names), name="copy_to"),
        ]


class PartForm(forms.ModelForm):
    """Part of an edition: only drafts can be chosen, and seminars of one's own programmes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        edition = self.fields["edition"]
        edition.queryset = edition.queryset.filter(published_on__isnull=True).select_related("programme")
        if self.instance.pk:  # a published one must stay choosable, or the refusal could not be shown
            edition.queryset = edition.queryset | Edition.objects.filter(pk=self.instance.edition_id).select_related(
                "programme"
            )
        if "lecturer" in self.fields:
            self.fields["lecturer"].queryset = people_who_teach()
            self.fields["lecturer"].label, self.fields["host"].label = __("lecturer"), __("host")
        edition.label = __("edition")

    def clean(self):
        cleaned = super().clean()
        for name in ("seminar", "due_at"):
            seminar = cleaned.get(name)
            if seminar and cleaned.get("edition") and seminar.edition_id != cleaned["edition"].pk:
                self.add_error(name, __("This seminar belongs to another edition."))
        if "kind" in cleaned:
            is_check = cleaned["kind"] == Requirement.Kind.KNOWLEDGE_CHECK
            if is_check and not cleaned.get("seminar"):
                self.add_error("seminar", __("A knowledge check belongs to a seminar. Choose one."))
            if not is_check and cleaned.get("seminar"):
                self.add_error("seminar", __("This belongs to the whole edition. Leave the seminar empty."))
        return cleaned


def people_who_teach():
    """The people who are lecturers somewhere; not everybody in the system."""
    usual = Seminar.objects.filter(lecturer__isnull=False).values("lecturer")
    granted = Person.objects.filter(user__groups__groupobjectpermission__permission__codename="teach_programme")
    held = Person.objects.filter(sessions_taught__isnull=False).order_by()
    teaches = Q(pk__in=usual) | Q(pk__in=granted.order_by().values("pk")) | Q(pk__in=held.values("pk"))
    return Person.objects.filter(teaches, erased_at__isnull=True)


class PartViewSet(ScopedViewSet):
    """Something that belongs to an edition."""

    save_act = staticmethod(save_draft)
    delete_act = staticmethod(delete_draft)

    def get_form_class(self, for_update=False):
        return forms.modelform_factory(self.model, form=PartForm, fields=self.form_fields)


class SeminarViewSet(PartViewSet):
    model = Seminar
    icon = "list-ol"
    menu_label = _("Seminars")
    ordering = ["edition", "position"]
    list_display = ["position", "code", "__str__", "edition", "units_presence", "units_online"]
    form_fields = [
        "edition",
        "position",
        "code",
        "title",
        "objectives",
        "topics",
        "units_presence",
        "units_online",
        "days",
        "practice_share",
        "lecturer",
        "host",
    ]


class RequirementViewSet(PartViewSet):
    model = Requirement
    icon = "tasks"
    menu_label = _("Requirements")
    list_display = ["__str__", "edition", "pass_percent", "max_attempts"]
    form_fields = ["edition", "kind", "seminar", "pass_percent", "max_attempts"]


class InstalmentViewSet(PartViewSet):
    model = Instalment
    icon = "calendar"
    menu_label = _("Instalments")
    list_display = ["position", "percent", "due_at", "edition"]
    form_fields = ["edition", "position", "percent", "due_at"]


class CancellationStepViewSet(PartViewSet):
    model = CancellationStep
    icon = "cross"
    menu_label = _("Cancellation fees")
    list_display = ["until_days_before", "fee_percent", "edition"]
    form_fields = ["edition", "until_days_before", "fee_percent"]


class PriceLineForm(PartForm):
    """A VAT line; of published editions too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = Edition.objects.select_related("programme")

    def clean(self):
        cleaned = super().clean()
        category, rate = cleaned.get("category"), cleaned.get("rate")
        taxable = category == PriceLine.Category.STANDARD
        if category and rate is not None and taxable != (rate > 0):
            self.add_error(
                "rate", __("Enter the rate.") if taxable else __("Without VAT the rate is 0. Or choose “taxable”.")
            )
        unexplained = category in (PriceLine.Category.EXEMPT, PriceLine.Category.OUTSIDE)
        if unexplained and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", __("Say why no VAT is charged; it stands on the invoice."))
        return cleaned


class PriceLineViewSet(PartViewSet):
    model = PriceLine
    icon = "tag"
    menu_label = _("VAT lines")
    list_display = ["__str__", "edition", "purpose", "share", "category", "rate", "to_be_checked"]
    save_act = staticmethod(save_price_line)
    delete_act = staticmethod(delete_price_line)
    form_fields = [
        "edition",
        "purpose",
        "position",
        "label",
        "share",
        "category",
        "rate",
        "reason",
        "reason_code",
        "certificate_number",
        "certificate_from",
        "to_be_checked",
    ]

    def get_form_class(self, for_update=False):
        return forms.modelform_factory(self.model, form=PriceLineForm, fields=self.form_fields)


class CurriculumViewSetGroup(ModelViewSetGroup):
    menu_label = _("Curriculum")
    menu_icon = "openquote"
    menu_order = 150
    items = (
        ProgrammeViewSet(),
        EditionViewSet(),
        SeminarViewSet(),
        RequirementViewSet(),
        InstalmentViewSet(),
        CancellationStepViewSet(),
        PriceLineViewSet(),
    )


def seminars_taught_by(user):
    """The seminars of programmes that `user` teaches in or runs."""
    return Seminar.objects.filter(edition__programme__in=programmes_taught_by(user).values("pk"))


programme_chooser = scoped_chooser(
    "programme_chooser", Programme, programmes_taught_by, choose_one_text=_("Choose a programme")
)
seminar_chooser = scoped_chooser("seminar_chooser", Seminar, seminars_taught_by, choose_one_text=_("Choose a seminar"))
