"""Django's entry for this app."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "lms.messages"
    label = "letters"

    def ready(self):
        """Register the outbox's sweeper, for commands that never meet Celery."""
        from lms.messages import tasks  # noqa: F401
