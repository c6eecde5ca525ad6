"""What a lesson is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class CalloutBlock(blocks.StructBlock):
    """Something to remember, to beware of, or from practice."""

    kind = blocks.ChoiceBlock(
        label=_("kind"),
        choices=[("note", _("Remember")), ("warning", _("Beware")), ("practice", _("From practice"))],
        default="note",
    )
    text = blocks.RichTextBlock(label=_("text"), features=["bold", "italic", "link", "ol", "ul"])

    class Meta:
        icon = "warning"
        label = _("callout")
        template = "courses/curriculum/blocks/callout.html"


class FigureBlock(blocks.StructBlock):
    """A picture with its alternative text and a caption."""

    image = ImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        icon = "image"
        label = _("image")
        template = "courses/curriculum/blocks/figure.html"


class VideoBlock(blocks.StructBlock):
    """A film from our own server, with captions and what is said in words."""

    title = blocks.CharBlock(label=_("title"))
    video = DocumentChooserBlock(label=_("video file"))
    captions = DocumentChooserBlock(label=_("captions (WebVTT)"), required=False)
    transcript = blocks.RichTextBlock(label=_("what is said"), required=False, features=["bold", "ol", "ul"])

    class Meta:
        icon = "media"
        label = _("video")
        template = "courses/curriculum/blocks/video.html"


class FileBlock(blocks.StructBlock):
    """A file to take away."""

    title = blocks.CharBlock(label=_("title"))
    file = DocumentChooserBlock(label=_("file"))

    class Meta:
        icon = "doc-full"
        label = _("file")
        template = "courses/curriculum/blocks/file.html"


class GlossaryTermBlock(blocks.StructBlock):
    """A term of the trade, explained in a sentence, with what it is called in other languages."""

    term = blocks.CharBlock(label=_("term"))
    explanation = blocks.RichTextBlock(label=_("explanation"), features=["bold", "italic"])
    translations = blocks.ListBlock(
        blocks.StructBlock(
            [("language", blocks.CharBlock(label=_("language"))), ("word", blocks.CharBlock(label=_("word")))],
            label=_("in another language"),
        ),
        label=_("in other languages"),
        required=False,
        default=[],
    )

    class Meta:
        icon = "openquote"
        label = _("glossary term")
        template = "courses/curriculum/blocks/term.html"


class ChecklistBlock(blocks.StructBlock):
    """Steps to tick off at the machine or at the desk."""

    title = blocks.CharBlock(label=_("title"))
    items = blocks.ListBlock(blocks.CharBlock(label=_("step")), label=_("steps"))

    class Meta:
        icon = "tick"
        label = _("checklist")
        template = "courses/curriculum/blocks/checklist.html"


class KnowledgeCheckBlock(blocks.StructBlock):
    """The place where the knowledge check of this seminar stands."""

    introduction = blocks.RichTextBlock(label=_("introduction"), required=False, features=["bold", "italic"])

    class Meta:
        icon = "help"
        label = _("knowledge check")
        template = "courses/curriculum/blocks/knowledge_check.html"


class LessonBody(blocks.StreamBlock):
    """The body of a lesson."""

    heading = blocks.CharBlock(
        label=_("heading"), icon="title", form_classname="title", template="courses/curriculum/blocks/heading.html"
    )
    text = blocks.RichTextBlock(
        label=_("text"),
        features=["h3", "h4", "bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript"],
        template="courses/curriculum/blocks/text.html",
    )
    image = FigureBlock()
    video = VideoBlock()
    file = FileBlock()
    callout = CalloutBlock()
    term = GlossaryTermBlock()
    checklist = ChecklistBlock()
    knowledge_check = KnowledgeCheckBlock()
