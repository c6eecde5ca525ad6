"""The pages that the law asks for: imprint, privacy, accessibility."""

from django.shortcuts import render


def legal(request, name):
    """Show one of them."""
    return render(request, f"home/{name}.html")
