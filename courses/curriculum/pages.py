"""The pages that present programmes: a public catalogue, and lessons for those who are enrolled."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from courses.curriculum.blocks import LessonBody
from courses.curriculum.models import Programme, Seminar


class CataloguePage(Page):
    """The public front page: every programme that can be booked."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    template = "courses/curriculum/catalogue_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.ProgrammePage", "courses.InfoPage"]
    content_panels = [*Page.content_panels, "introduction"]

    class Meta:
        verbose_name = _("catalogue")


class InfoPage(Page):
    """A plain page: imprint, privacy, accessibility."""

    body = RichTextField(_("text"), blank=True)

    template = "courses/curriculum/info_page.html"
    parent_page_types = ["courses.CataloguePage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, "body"]

    class Meta:
        verbose_name = _("plain page")


class ProgrammePage(Page):
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

    class Meta:
        verbose_name = _("programme page")


class SeminarPage(Page):
    """A seminar in public: what one learns there. Its lessons lie below it."""

    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="pages", verbose_name=_("seminar"))
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])

    template = "courses/curriculum/seminar_page.html"
    parent_page_types = ["courses.ProgrammePage"]
    subpage_types = ["courses.LessonPage"]
    content_panels = [*Page.content_panels, "seminar", "introduction"]

    class Meta:
        verbose_name = _("seminar page")


class LessonPage(Page):
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
