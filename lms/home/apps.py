"""Django's entry for this app."""

from importlib import import_module

from django.apps import AppConfig

from lms.home.unserved import leave_wagtails_api_out


class HomeConfig(AppConfig):
    name = "lms.home"
    label = "home"

    def ready(self):
        """Keep the roles in the session from the moment of signing in, by a signal; say what is misconfigured."""
        # Wagtail's apps stand below ours in INSTALLED_APPS, so they are not ready yet.
        leave_wagtails_api_out()
        import_module("lms.home.navigation")
        import_module("lms.home.checks")
