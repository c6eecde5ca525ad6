"""The start page: each role lands on its next thing to do."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone

from lms.home.panels import panels_for


@login_required
def home(request):
    """Show the panels that the rooms have for whoever is signed in."""
    return render(request, "home/home.html", {"panels": panels_for(request, timezone.now())})
