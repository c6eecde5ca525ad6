"""What people see when a form came without its token."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """Explain how to send the form again; named in settings.CSRF_FAILURE_VIEW."""
    return render(request, "403_csrf.html", status=403)
