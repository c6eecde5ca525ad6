"""What nobody needs is left out of processes, and what imports it goes on."""

import json
import sys
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.api.v3.api import api as wagtails_api
from wagtail.images.fields import WagtailImageField

from lms.lib.lazily import leave_out


def picture(kind):
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)
    return SimpleUploadedFile(f"picture.{kind.lower()}", out.getvalue())


def test_what_is_left_out_has_the_names_asked_for(monkeypatch):
    monkeypatch.setitem(sys.modules, "email.nowhere", None)
    monkeypatch.delitem(sys.modules, "email.nowhere")
    leave_out("email.nowhere", answer=42)
    from email.nowhere import answer

    assert answer == 42
    with pytest.raises(ImportError):
        from email.nowhere import question  # noqa: F401
    del sys.modules["email.nowhere"]


def test_what_is_loaded_stays():
    leave_out("json", dumps=None)
    assert json.dumps([1]) == "[1]"


def test_wagtails_api_takes_routers_and_keeps_none():
    assert wagtails_api.add_router("/pages/", object()) is None
    assert not hasattr(wagtails_api, "urls")


@pytest.mark.parametrize("kind", ["AVIF", "JPEG", "PNG", "GIF", "WEBP"])
def test_pictures_of_all_kinds_can_be_read(kind):
    assert WagtailImageField().clean(picture(kind)).image.get_size() == (8, 8)


@pytest.mark.parametrize("name", ["picture.heic", "picture.jpg"])
def test_a_picture_of_another_kind_is_refused(name):
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)
    with pytest.raises(ValidationError):
        WagtailImageField().clean(SimpleUploadedFile(name, heic))
