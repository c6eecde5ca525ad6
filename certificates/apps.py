"""Django's entry for this app; the rooms hang up their panels here."""

from importlib import import_module

from django.apps import AppConfig

# Modules that register something when they are imported: panels, sections, navigation, roles, sweepers.
FURNITURE: list[str] = [
    "certificates.issuing.checks",
    "certificates.issuing.company_section",
    "certificates.issuing.panels",
    "certificates.issuing.prefixes",
    "certificates.publishing.panels",
    "certificates.verification.api",
    "certificates.verification.told",
    "certificates.keys.checks",
]


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "certificates"

    def ready(self):
        for module in FURNITURE:
            import_module(module)
