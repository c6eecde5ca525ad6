"""The way back out of Wagtail's admin, which knows of no pages but its own."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem


def way_back():
    """The first entry of the menu: to one's own start page."""
    return MenuItem(_("Start page"), reverse_lazy("home"), name="way-back", icon_name="arrow-left", order=1)
