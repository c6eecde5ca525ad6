"""Reads the evidence of one cohort: a fixed number of queries, however many people and sessions there are."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.issuing.evidence import lived, papers, plan
from certificates.issuing.evidence.tables import Evidence
from certificates.issuing.register import rows_of


class People:
    """Everybody of the cohort with their number in this bundle. Whose name was erased is there without it."""

    def __init__(self, rows):
        self.rows = rows
        self.numbers = {row.enrolment.pk: number for number, row in enumerate(rows, 1)}
        self.names = {row.enrolment.pk: self.name(row) for row in rows}

    @staticmethod
    def name(row):
        return str(_("name erased")) if row.erased else row.enrolment.person.full_name

    def of(self, enrolment_id):
        """Return number and name as columns of a row."""
        return {"person": self.numbers.get(enrolment_id), "name": self.names.get(enrolment_id, "")}


def gather(cohort, at, language):
    """Return the Evidence of a cohort at the moment `at`; edition, office and chamber are to be read already."""
    with override(language):
        people = People(rows_of(cohort, at))
        edition = cohort.edition
        tables = [
            plan.edition_table(cohort),
            plan.seminars_table(edition),
            plan.requirements_table(edition),
            plan.sessions_table(cohort),
            lived.people_table(people),
            lived.attendance_table(cohort, people),
            lived.corrections_table(cohort, people),
            lived.make_ups_table(cohort, people),
            lived.results_table(cohort, people),
            papers.exceptions_table(people),
            papers.releases_table(cohort, people),
            papers.certificates_table(cohort, people),
        ]
        return Evidence(
            cohort=cohort.code,
            programme=str(edition.programme.title),
            office=edition.programme.office.name,
            language=language,
            at=timezone.localtime(at),
            tables=tables,
        )
