"""Numbers whose name was erased: in the only row of a list that can be theirs, else together below it."""

from certificates.issuing.models import NameErasure
from certificates.issuing.register import entries_of
from certificates.issuing.showing import line_of


def place_nameless(cohort, lines):
    """
    Put the numbers whose name was erased into the line of `lines_of` that is certain; return those for below the list.

    Whose they were is recorded nowhere. Certain is only a line that names nobody either, where no other name of the
    cohort was erased: then it tells nothing that the list did not tell before.
    """
    nameless = [line_of(entry) for entry in entries_of(cohort.certificates.filter(holding__isnull=True))]
    erased = [line for line in lines if line["row"].erased]
    if not nameless or len(erased) != 1 or not erased[0]["person"].erased_at or _erasures(cohort) != 1:
        return nameless
    erased[0].update(entries=erased[0]["entries"] + nameless, stage=None)
    return []


def _erasures(cohort):
    """How often; also of somebody whom the list does not show."""
    return NameErasure.objects.filter(enrolment__cohort=cohort).count()
