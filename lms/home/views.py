"""The start page: each role lands on its next thing to do."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone

from lms.home.panels import panels_for


@login_required
def home(request):
    """Show the panels that the rooms have for whoever is signed in."""
    panels = panels_for(request, timezone.now())
    context = {
        "top": [panel for panel in panels if panel.wide],
        "main": [panel for panel in panels if not panel.wide and not panel.side],
        "side": [panel for panel in panels if panel.side and not panel.wide],
    }
    return render(request, "home/home.html", context)
