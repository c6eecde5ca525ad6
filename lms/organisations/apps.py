"""Django's entry for this app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "lms.organisations"
    label = "organisations"

    def ready(self):
        """Say which roles may be given on companies, sites, chambers, and where the office keeps them."""
        from lms.organisations import checks, roles  # noqa: F401
