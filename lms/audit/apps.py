"""Django's entry for this app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "lms.audit"
    label = "audit"

    def ready(self):
        """The office reads the log."""
        from lms.accounts.grants import office_holds
        from lms.audit.permissions import READ

        office_holds(READ)
