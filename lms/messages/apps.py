"""Django's entry for this app."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "lms.messages"
    label = "letters"

    def ready(self):
        """Register the outbox's sweeper, for commands that never meet Celery, and what can be misconfigured."""
        from lms.messages import checks, tasks  # noqa: F401
