"""How people of runs from before this system ended, according to the papers."""

from django.utils.translation import gettext as _

from courses.completion.models import PaperOutcome

Outcome = PaperOutcome.Outcome


def write_outcomes(ledger):
    """An outcome for everybody whose status says how it ended."""
    holders = {certificate["participant"] for certificate in ledger.data["certificates"]}
    rows = []
    for person in ledger.data["participants"]:
        outcome = outcome_of(person, holders, bool(ledger.index.cohorts[person["cohort"]]["sessions"]))
        if outcome:
            source = _("papers of cohort %(cohort)s") % {"cohort": person["cohort"]}
            row = PaperOutcome(enrolment=ledger.enrolments[person["id"]], outcome=outcome, source=source)
            rows.append((person.node, row))
    ledger.settle(PaperOutcome, rows, ("enrolment_id",), skip=("source",))


def outcome_of(person, holders, has_sessions):
    """
    What the papers say of the assessments.

    Where the file has the sessions, attendance is computed from them; then "list_only" says nothing against the tests.
    """
    status = person["status"]
    if status in ("certified", "revoked") or (status == "erased" and person["id"] in holders):
        return Outcome.PASSED
    if status == "confirmation_only":
        return Outcome.TEST_FAILED
    if status == "list_only":
        return Outcome.PASSED if has_sessions else Outcome.ATTENDANCE_MISSED
    return None
