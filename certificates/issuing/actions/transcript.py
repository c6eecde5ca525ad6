"""The transcript of seminars: for anybody of a cohort, at any time, also for who left early."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.issuing import register
from certificates.issuing.actions.issue import open_for_issue, write_and_record
from certificates.issuing.bilingual import template_of
from certificates.issuing.models import Certificate
from certificates.issuing.papers import lived_of, own_language
from certificates.issuing.refusals import ListIsCurrent, NameIsErased, NothingAttended
from certificates.issuing.rules import VALID
from certificates.issuing.snapshot import Numbered

KIND = Certificate.Kind.TRANSCRIPT
# What tells one list from another beside what it says.
# Of a sheet in two languages the German half is compared: both say the same.
# No list rests on an exception; those of before do not say so.
OWN = ("number", "code", "verify_url", "issued_on", "copy_mark", "copy_issued_on", "translation", "by_exception")


@transaction.atomic
def issue_transcripts(*, cohort, actor, at, language=None, enrolments=None):
    """
    Issue a transcript of attended seminars to each of `enrolments` (None: everybody of the cohort); return them.

    Only what is settled is listed: seminars whose sheet is closed, and what was made up. Left out is whoever holds a
    valid list that says the same, or has attended nothing. Raises NotAllowed or LanguageNotOffered; for a single
    person also why there is none: NameIsErased, NothingAttended or ListIsCurrent.
    """
    cohort = open_for_issue(cohort, actor, language)
    rows = register.rows_of(cohort, at)
    if enrolments is not None:
        asked = {enrolment.pk for enrolment in enrolments}
        rows = [row for row in rows if row.enrolment.pk in asked]
    templates = {}
    refused = [(row, _why_not(row, cohort, language, templates, at)) for row in rows]
    if len(refused) == 1 and refused[0][1]:
        raise refused[0][1]
    ready = [row for row, why_not in refused if why_not is None]
    return write_and_record(KIND, cohort, ready, language=language, actor=actor, at=at)


def _why_not(row, cohort, language, templates, at):
    person = row.enrolment.person
    if row.erased or person.erased_at:
        return NameIsErased(_("The name of this person was erased; nothing can be issued any more."))
    lived = lived_of(KIND, row.standing)
    if not any(lived.units.values()):
        return NothingAttended(
            _("No attended seminar of %(name)s is recorded; lists count once their sheet is closed.")
            % {"name": person.full_name}
        )
    spoken = language or own_language(person, cohort.edition)
    template = templates.get(spoken) or templates.setdefault(spoken, template_of(cohort, spoken))
    current = next(
        (entry for entry in row.entries if entry.certificate.kind == KIND and entry.status.word == VALID), None
    )
    content = getattr(current and current.copy, "content", None)
    if content is None:
        return None
    today = timezone.localdate(at)
    now = template.record_for(person, Numbered(KIND, "", "0", today), lived).to_json()
    if any(content.snapshot.get(name) != value for name, value in now.items() if name not in OWN):
        return None
    return ListIsCurrent(
        _("%(name)s holds %(number)s, which says the same. Issue a replacement copy on its page if it was lost.")
        % {"name": person.full_name, "number": current.certificate.number}
    )
