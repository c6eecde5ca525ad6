"""Every building block alone, light and dark; only in the demo."""

from django.shortcuts import render

from lms.home import samples


def styleguide(request):
    """Show the building blocks. What stands in them is sample text, see samples.py."""
    context = {
        "chapters": samples.chapters(),
        "themes": ["light", "dark"],
        "forms": samples.forms(),
        **samples.samples(),
    }
    return render(request, "home/styleguide.html", context)
