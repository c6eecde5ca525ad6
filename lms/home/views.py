"""The start page: each role lands on its next thing to do."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone

from lms.home.decisions import CALM, decisions_for, has_decisions, headline
from lms.home.facts import facts_for
from lms.home.navigation import roles_here
from lms.home.panels import panels_for


@login_required
def home(request):
    """Show the panels that the rooms have for whoever is signed in; the office reads first what is to be decided."""
    at = timezone.now()
    # The roles lie in the session; panels ask for them, permissions never do.
    request.user._roles = roles_here(request)
    panels = panels_for(request, at)
    context = {
        "top": [panel for panel in panels if panel.wide],
        "main": [panel for panel in panels if not panel.wide and not panel.side],
        "side": [panel for panel in panels if panel.side and not panel.wide],
    }
    if has_decisions(request.user):
        decisions = decisions_for(request, at)
        calm = [one for one in decisions if one.urgency == CALM]
        context |= {
            "decisions": decisions[: len(decisions) - len(calm)],
            "calm": calm,
            "headline": headline(decisions),
            "facts": facts_for(request, at),
            "at": at,
        }
    return render(request, "home/home.html", context)
