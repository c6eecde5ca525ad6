"""The front door of the site."""

from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language


def front_door(request):
    """Lead to the catalogue in the visitor's language."""
    response = redirect(f"/{get_language()[:2]}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
