"""Handing out the pictures of pages: a lesson's picture is as private as the lesson itself."""

from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from courses.learning.files import is_shown_in_public, may_open_any, owners_of

HOUR = 60 * 60


@require_safe
def picture(request, folder, path):
    """
    Send the picture that Wagtail keeps under this name, the original or a size of it.

    What somebody may not see is not there. The address alone opens nothing, so it may be guessed or passed on.
    """
    image, file = _find(f"{folder}/{path}")
    programmes = owners_of(image.collection)
    closed = [one for one in image.collection.get_view_restrictions() if not one.accept_request(request)]
    if (closed or not may_open_any(request.user, programmes, timezone.now())) and not is_shown_in_public(image):
        raise Http404
    try:
        response = FileResponse(file.storage.open(file.name))
    except FileNotFoundError:
        raise Http404 from None
    response["Cache-Control"] = f"private, max-age={HOUR}" if programmes else f"public, max-age={HOUR}"
    return response


def _find(name):
    """Return (image, file) of a name in the storage; raise Http404 for a file that is not Wagtail's."""
    images = get_image_model().objects
    renditions = get_image_model().get_rendition_model().objects
    if rendition := renditions.filter(file=name).select_related("image__collection").first():
        return rendition.image, rendition.file
    if image := images.filter(file=name).select_related("collection").first():
        return image, image.file
    raise Http404
