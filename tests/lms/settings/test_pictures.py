"""A picture that is uploaded cannot carry a script."""

from wagtail.images.fields import get_allowed_image_extensions


def test_svg_is_no_picture():
    assert "svg" not in get_allowed_image_extensions()
