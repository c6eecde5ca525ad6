"""What the office can do about what is missing: one link to each remedy."""

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.issuing.exceptions import ATTENDANCE, left_to_except
from courses.attendance.rules import sheet_is_closed


class Remedies:
    """The links of one cohort's page; reads the requirements once. `keeps_people`: who asks may enter birth data."""

    def __init__(self, cohort, rows, keeps_people):
        self.cohort, self.keeps_people = cohort, keeps_people
        bookings = [row.enrolment.booking for row in rows if row.enrolment.booking]
        prefetch_related_objects([one for one in bookings if one.fee_disputed], "company")
        found = cohort.edition.requirements.filter(seminar__isnull=True).values_list("kind", "pk")
        self.requirements = dict(found)

    def of(self, item, row):
        """Return (address, words) of each remedy for one missing Item of a Row."""
        if item.kind == ATTENDANCE:
            return [*self._sheets(row), *self._make_ups(row)]
        if item.kind == "birth_data":
            return self._birth_data(row) if self.keeps_people else []
        if item.kind == "fee":
            return self._fee(row)
        return self._results(item, row)

    def exception(self, row):
        """Return the address of the page that grants an exception, or None if nothing could be excepted."""
        if row.erased or row.has("certificate"):
            return None
        left = left_to_except(row.standing, row.exceptions)
        return reverse("grant_exception", args=[self.cohort.code, row.enrolment.pk]) if left else None

    def _sheets(self, row):
        for each in row.standing.seminars:
            if each.seen.held and each.seen.while_enrolled and not sheet_is_closed(each.session):
                words = _("Close the sheet of %(seminar)s") % {"seminar": each.seminar.code}
                yield reverse("roll_call", args=[each.session.pk]), words

    def _make_ups(self, row):
        figures = row.standing.forecast
        if figures.missed and figures.make_ups_left and row.enrolment.ends_on is None:
            yield reverse("make_up", args=[row.enrolment.pk]), _("Find a make-up session")

    def _birth_data(self, row):
        person = row.enrolment.person
        words = _("Enter the data of %(name)s") % {"name": person.full_name}
        return [(reverse("record", args=["people", person.pk]), words)]

    def _fee(self, row):
        company = row.enrolment.booking and row.enrolment.booking.company
        return [(reverse("company_invoices", args=[company.code]), _("To the invoices"))] if company else []

    def _results(self, item, row):
        if hasattr(row.enrolment, "paper_outcome"):
            # Known from papers, for good: a result recorded here would change nothing.
            return []
        if item.kind == "knowledge_checks":
            checks = [
                each.seminar.knowledge_check
                for each in row.standing.seminars
                if hasattr(each.seminar, "knowledge_check") and not each.check_passed
            ]
            pk = checks[0].pk if checks else None
        else:
            pk = self.requirements.get(item.kind)
        return [(reverse("results", args=[self.cohort.code, pk]), _("Enter a result"))] if pk else []
