"""Django's entry for this app; the rooms hang up their panels here."""

from importlib import import_module

from django.apps import AppConfig

# Modules that register something when they are imported: panels, sections, navigation, roles, sweepers.
FURNITURE = [
    "courses.curriculum.roles",
    "courses.booking.facts",
    "courses.learning.reading",
    "courses.learning.sections",
    "courses.cohorts.roles",
    "courses.cohorts.panels",
    "courses.cohorts.first_steps",
    "courses.booking.roles",
    "courses.booking.audience",
    "courses.booking.forgetting",
    "courses.booking.sweeping",
    "courses.booking.cohort_turns",
    "courses.booking.moving_dates",
    "courses.attendance.audience",
    "courses.attendance.host_limits",
    "courses.attendance.names",
    "courses.attendance.stand_ins",
    "courses.attendance.panels",
    "courses.booking.panels",
    "courses.booking.company_sections",
    "courses.booking.substitute_panels",
    "courses.booking.declaration_panels",
    "courses.booking.private_panels",
    "courses.booking.cohort_section",
    "courses.booking.pledge_sections",
    "courses.invoicing.given",
    "courses.invoicing.at_stake",
    "courses.invoicing.forgetting",
    "courses.invoicing.panels",
    "courses.completion.panels",
    "courses.completion.company_section",
    "courses.completion.office",
    "courses.curriculum.api",
    "courses.booking.api",
]


class CoursesConfig(AppConfig):
    name = "courses"
    label = "courses"

    def ready(self):
        for module in FURNITURE:
            import_module(module)
