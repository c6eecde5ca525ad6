"""What the papers of a programme look like and say, as the office edits it; issued papers keep what they were given."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin

from certificates.issuing.design import previewing
from certificates.issuing.models import Certificate
from lms.lib.translated import TranslatedField


def picture_field(name, help_text=""):
    """A picture that papers are printed with; it cannot be deleted while a template names it."""
    return models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=name,
        help_text=help_text,
    )


# The code of the error that a template is there already, see the constraints below.
TAKEN = "taken"


class PaperDesignQuerySet(models.QuerySet):
    """Designs, in words."""

    def in_place_of(self, design):
        """The other designs that stand where this one wants to stand: at most one."""
        return self.filter(programme=design.programme_id, kind=design.kind, chamber=design.chamber_id).exclude(
            pk=design.pk
        )

    def for_papers(self, edition, kind):
        """The published designs that could dress this kind of paper of this edition, the most particular first."""
        return self.filter(
            Q(chamber=edition.chamber_id) | Q(chamber=None), live=True, programme=edition.programme_id, kind=kind
        ).order_by(models.F("chamber").asc(nulls_last=True))


class PaperDesign(PreviewableMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """
    The design of one kind of paper of a programme, for one certifier or for all of them.

    What is left empty is printed as the product does it by itself. Number, names, table, QR code and the sentence that
    this is no qualification under public law are not in the office's hands.
    """

    class Seal(models.TextChoices):
        DRAWN = "drawn", _("the seal with the number")
        PICTURE = "picture", _("a picture")
        NONE = "none", _("no seal")

    programme = models.ForeignKey(
        "courses.Programme", on_delete=models.PROTECT, related_name="paper_designs", verbose_name=_("programme")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Certificate.Kind.choices, default="certificate")
    chamber = models.ForeignKey(
        "organisations.Chamber",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("certifier"),
        help_text=_("Empty: for every certifier of this programme."),
    )
    heading = TranslatedField(
        verbose_name=_("heading"), blank=True, help_text=_("Empty: the usual name of this paper, e.g. “Certificate”.")
    )
    opening = TranslatedField(
        verbose_name=_("between name and title"),
        blank=True,
        help_text=_(
            "Half a sentence, e.g. “has regularly attended the programme”. "
            "Empty together with the text below: the usual words."
        ),
    )
    closing = TranslatedField(
        verbose_name=_("below the title"),
        blank=True,
        lines=True,
        help_text=_(
            "One line each. {seminars}, {units}, {start}, {end}, {requirements} and {attended} are filled in. "
            "Empty together with the text above: the usual words. In every language of the papers, or in none."
        ),
    )
    remarks = TranslatedField(
        verbose_name=_("small print"),
        blank=True,
        lines=True,
        help_text=_(
            "Added in small print below the contents, one sentence a line: on the back, of a transcript at its end."
        ),
    )
    logo = picture_field(_("logo of the issuer"))
    second_logo = picture_field(
        _("second logo, e.g. of the chamber"), help_text=_("A chamber's logo only with its consent.")
    )
    seal = models.CharField(_("seal"), max_length=10, choices=Seal.choices, default=Seal.DRAWN)
    seal_picture = picture_field(_("picture of the seal"))

    objects = PaperDesignQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of papers")
        verbose_name_plural = _("templates of papers")
        ordering = ["programme__code", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_design_per_certifier",
                fields=["programme", "kind", "chamber"],
                condition=Q(chamber__isnull=False),
                violation_error_message=_("There is a template for this kind of paper and this certifier already."),
                violation_error_code=TAKEN,
            ),
            models.UniqueConstraint(
                name="one_design_for_all_certifiers",
                fields=["programme", "kind"],
                condition=Q(chamber__isnull=True),
                violation_error_message=_("There is a template for this kind of paper already."),
                violation_error_code=TAKEN,
            ),
            models.CheckConstraint(
                name="seal_of_picture_has_one",
                condition=~Q(seal="picture") | Q(seal_picture__isnull=False),
                violation_error_message=_("Choose the picture of the seal, or another seal."),
            ),
        ]

    def __str__(self):
        parts = [self.programme.code, self.get_kind_display(), self.chamber.name if self.chamber_id else ""]
        return " · ".join(str(part) for part in parts if part)

    @property
    def preview_modes(self):
        return previewing.modes_of(self)

    def serve_preview(self, request, mode_name):
        return previewing.page_of(self, mode_name)


class DesignSignatory(Orderable):
    """Who signs, in this order; none: the issuer, and the chamber where it certifies."""

    design = ParentalKey(PaperDesign, on_delete=models.CASCADE, related_name="signatories")
    name = models.CharField(_("name"), max_length=120)
    function = TranslatedField(verbose_name=_("function"), blank=True)
    signature = picture_field(_("picture of the signature"), help_text=_("Empty: a line to sign on."))

    class Meta(Orderable.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")

    def __str__(self):
        return self.name
