"""What a page may load and run, said to the browser: a script that somebody smuggles into a page does not run."""

from django.conf import settings
from django.urls import reverse

HEADER = "Content-Security-Policy"


class ContentSecurityPolicyMiddleware:
    """
    Puts settings.SECURE_CSP (as Django 6 has it: directive -> sources) on every page that is not Wagtail's admin.

    Wagtail's editor needs scripts and styles within the page; it is for staff only and gets the same policy without
    those two limits. A view that set a policy of its own keeps it.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = written_out(settings.SECURE_CSP)
        inside = {
            "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
            "style-src": ["'self'", "'unsafe-inline'"],
        }
        self.policy_of_editor = written_out({**settings.SECURE_CSP, **inside})
        self.editor = reverse("wagtailadmin_home")

    def __call__(self, request):
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            within = request.path_info.startswith(self.editor)
            response.headers.setdefault(HEADER, self.policy_of_editor if within else self.policy)
        return response


def written_out(policy):
    """Return the header's value."""
    return "; ".join(" ".join([directive, *sources]) for directive, sources in policy.items())
