"""The pages that present programmes: a public catalogue, and lessons for those who are enrolled."""

from django.db import models
from django.shortcuts import redirect
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from courses.curriculum import facts
from courses.curriculum.blocks import LessonBody
from courses.curriculum.models import Programme, Seminar
from courses.curriculum.page_forms import ProgrammePageForm, SeminarPageForm
from courses.curriculum.reading_order import outline_of
from courses.curriculum.showcase import programme_showcase


class InTwoLanguages:
    """A page that knows its translations: for the language switch and for search engines."""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        others = [
            (page.locale.language_code, page.get_url(request))
            for page in self.get_translations().live().select_related("locale")
        ]
        return {**context, "translations": others, "language_next": others[0][1] if others else ""}


class CataloguePage(InTwoLanguages, Page):
    """The public front page: every programme that can be booked."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    template = "courses/curriculum/catalogue_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.ProgrammePage", "courses.InfoPage"]
    content_panels = [*Page.content_panels, "introduction"]

    class Meta:
        verbose_name = _("catalogue")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        offers = facts.next_cohorts(timezone.now())
        pages = ProgrammePage.objects.child_of(self).live().select_related("programme__office").order_by("path")
        programmes = [
            {"page": page, "programme": page.programme, "next": offers.get(page.programme_id)} for page in pages
        ]
        return {**context, "programmes": programmes}


class InfoPage(InTwoLanguages, Page):
    """A plain page: imprint, privacy, accessibility."""

    body = RichTextField(_("text"), blank=True)

    template = "courses/curriculum/info_page.html"
    parent_page_types = ["courses.CataloguePage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, "body"]

    class Meta:
        verbose_name = _("plain page")

    def serve(self, request, *args, **kwargs):
        if not self.body:
            try:  # until the office writes its own, what the house brings along is shown
                return redirect(self.slug)
            except NoReverseMatch:
                pass
        return super().serve(request, *args, **kwargs)


class ProgrammePage(InTwoLanguages, Page):
    """A programme in public: what, when, where, how many chairs are free, what it costs."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="pages", verbose_name=_("programme")
    )
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])
    image = models.ForeignKey("wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    template = "courses/curriculum/programme_page.html"
    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.SeminarPage"]
    content_panels = [*Page.content_panels, "programme", "introduction", "image"]
    base_form_class = ProgrammePageForm

    class Meta:
        verbose_name = _("programme page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        at = timezone.now()
        shown = programme_showcase(self.programme_id, at, timezone.localdate(at))
        slugs = dict(SeminarPage.objects.child_of(self).live().values_list("seminar_id", "slug"))
        for stop in shown.get("stops", ()):
            stop["slug"] = slugs.get(stop["seminar"].pk, "")
        programme = shown["edition"].programme if shown["edition"] else self.programme
        return {**context, **shown, "programme": programme}


class SeminarPage(InTwoLanguages, Page):
    """A seminar in public: what one learns there. Its lessons lie below it."""

    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="pages", verbose_name=_("seminar"))
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])

    template = "courses/curriculum/seminar_page.html"
    parent_page_types = ["courses.ProgrammePage"]
    subpage_types = ["courses.LessonPage"]
    content_panels = [*Page.content_panels, "seminar", "introduction"]
    base_form_class = SeminarPageForm

    class Meta:
        verbose_name = _("seminar page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        seminar = Seminar.objects.select_related("edition__programme__office", "host__company", "lecturer").get(
            pk=self.seminar_id
        )
        reading = facts.reading(request.user, seminar, timezone.now())
        lessons = LessonPage.objects.child_of(self).live().defer("body").order_by("path")
        return {
            **context,
            "seminar": seminar,
            "reading": reading,
            "outline": (outline := outline_of(lessons, reading.done, request)),
            "first_open": next((item for item in outline if item.required and not item.is_done), None),
        }


class LessonPage(InTwoLanguages, Page):
    """A lesson: only those enrolled in the programme, its lecturers and its office read it."""

    body = StreamField(LessonBody(), verbose_name=_("content"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("reading time (minutes)"), null=True, blank=True)
    required = models.BooleanField(_("required"), default=True)

    template = "courses/curriculum/lesson_page.html"
    parent_page_types = ["courses.SeminarPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, "body", "minutes", "required"]

    class Meta:
        verbose_name = _("lesson")

    def get_context(self, request, *args, **kwargs):
        """The gate in courses.learning has put `reading` and `seminar` on the request; a preview has neither."""
        context = super().get_context(request, *args, **kwargs)
        reading = getattr(request, "reading", facts.Reading())
        lessons = LessonPage.objects.sibling_of(self).live().defer("body").order_by("path")
        outline = outline_of(lessons, reading.done, request, here=self)
        at = next((index for index, item in enumerate(outline) if item.is_here), 0)
        return {
            **context,
            "reading": reading,
            "seminar": getattr(request, "seminar", None),
            "outline": outline,
            "number": at + 1,
            "previous": outline[at - 1] if at else None,
            "following": outline[at + 1] if at + 1 < len(outline) else None,
            "is_done": self.translation_key in reading.done,
            "seen": sum(item.is_done for item in outline if item.required),
            "required_count": sum(item.required for item in outline),
        }
