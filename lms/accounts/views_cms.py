"""The door of the CMS: whoever is not signed in signs in first; whoever is and may not enter is told so."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse


def cms_door(request):
    """Send visitors to the sign-in page and back; refuse the signed-in, who would only be sent round in a circle."""
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("wagtailadmin_home"), reverse("account_login"))
