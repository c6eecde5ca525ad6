"""Templates for the tests, and the form that the office's screen sends."""

import io

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

from certificates.issuing.design.models import DesignSignatory, PaperDesign
from courses.curriculum.actions import add_manager
from tests import makers

CLOSING = {
    "de": ["mit {seminars} und {units}", "vom {start} bis {end}.", "{requirements}"],
    "en": ["with {seminars} and {units}", "from {start} to {end}.", "{requirements}"],
}
OPENING = {"de": "hat teilgenommen am Lehrgang", "en": "has taken part in the programme"}


def make_design(programme, **fields):
    """A published template that dresses certificates in words of its own."""
    signatories = fields.pop("signatories", ())
    design = PaperDesign.objects.create(
        **{
            "programme": programme,
            "kind": "certificate",
            "opening": OPENING,
            "closing": CLOSING,
            "live": True,
            **fields,
        }
    )
    for place, one in enumerate(signatories):
        DesignSignatory.objects.create(design=design, sort_order=place, **one)
    return PaperDesign.objects.get(pk=design.pk)


def make_image(colour=(20, 90, 30), size=(400, 200), mode="RGB", kind="PNG", title="Logo", **fields):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind)
    file.seek(0)
    return get_image_model().objects.create(title=title, file=ImageFile(file, f"logo.{kind.lower()}"), **fields)


def form_of(own, **changes):
    """What a browser sends for a template of the programme `own`; `changes` by name of the input."""
    texts = {f"closing_{code}": "\n".join(CLOSING[code]) for code in ("de", "en")}
    return {
        "programme": own.pk,
        "kind": "certificate",
        "chamber": "",
        **{f"{name}_{code}": "" for name in ("heading", "remarks") for code in ("de", "en")},
        **{f"opening_{code}": OPENING[code] for code in ("de", "en")},
        **texts,
        "logo": "",
        "second_logo": "",
        "seal": "drawn",
        "seal_picture": "",
        "signatories-TOTAL_FORMS": "0",
        "signatories-INITIAL_FORMS": "0",
        "signatories-MIN_NUM_FORMS": "0",
        "signatories-MAX_NUM_FORMS": "4",
        **changes,
    }


def office_of(cohort):
    """Somebody who runs this programme and may enter the CMS."""
    user = makers.make_user(language="en")
    add_manager(programme=cohort.edition.programme, user=user, actor=None, at=makers.NOON)
    return user
