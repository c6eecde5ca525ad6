"""Django's entry for this app."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "lms.messages"
    label = "letters"

    def ready(self):
        """Register the outbox's sweeper, for commands that never meet Celery, and what can be misconfigured."""
        from lms.accounts.grants import office_holds
        from lms.messages import checks, decisions, tasks  # noqa: F401
        from lms.messages.permissions import RESEND

        office_holds(RESEND)
