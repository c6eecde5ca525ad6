"""Django's entry for this app."""

from importlib import import_module

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "lms.home"
    label = "home"

    def ready(self):
        """Keep the roles in the session from the moment of signing in, by a signal; say what is misconfigured."""
        import_module("lms.home.navigation")
        import_module("lms.home.checks")
