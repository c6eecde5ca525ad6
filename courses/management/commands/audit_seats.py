"""`manage.py audit_seats`: whether chairs, bookings, waiting lists and their history agree. Only reads."""

import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.booking.audit import Scope, find
from courses.cohorts.models import Cohort
from lms.lib.snapshots import read_only_snapshot

VIOLATED = 2


class Command(BaseCommand):
    help = (
        "Look for seats sold twice, bookings without chairs, offers without chairs and the like, in one read-only "
        "transaction. Exit 0: none; 2: violations, each named; 1: it could not look. Warnings change nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--cohort", default="", metavar="CODE", help="only this cohort")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="how to print (default text)")

    def handle(self, *, cohort, **options):
        with read_only_snapshot():
            rows = Cohort.objects.filter(code=cohort) if cohort else Cohort.objects.all()
            cohorts = rows.count()
            if cohort and not cohorts:
                raise CommandError(f"There is no cohort {cohort}.")
            found = find(Scope(timezone.now(), cohort))
        violations = [one for one in found if not one.warning]
        warnings = [one for one in found if one.warning]
        (self._json if options["format"] == "json" else self._text)(cohorts, violations, warnings)
        if violations:
            sys.exit(VIOLATED)

    def _text(self, cohorts, violations, warnings):
        for one in violations:
            self.stdout.write(f"VIOLATION {one.code}: {one.cohort or '-'}, {one.about}: {one.text}")
        for one in warnings:
            self.stdout.write(f"warning {one.code}: {one.cohort or '-'}, {one.about}: {one.text}")
        self.stdout.write(f"audit_seats: {cohorts} cohorts, {len(violations)} violations, {len(warnings)} warnings")

    def _json(self, cohorts, violations, warnings):
        report = {
            "cohorts": cohorts,
            "violations": [_plain(one) for one in violations],
            "warnings": [_plain(one) for one in warnings],
        }
        self.stdout.write(json.dumps(report, indent=2))


def _plain(finding):
    return {name: value for name, value in asdict(finding).items() if name != "warning"}
