"""Every building block alone; only in the demo."""

from django.shortcuts import render


def styleguide(request):
    """Show the building blocks, light and dark."""
    return render(request, "home/styleguide.html")


def legal(request, name):
    """Show one of the pages that the law asks for."""
    return render(request, f"home/{name}.html")
