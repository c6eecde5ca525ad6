"""Django's entry for this app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "lms.api"
    label = "api"

    def ready(self):
        """Register the sweeper of old answers."""
        from lms.api import idempotency  # noqa: F401
