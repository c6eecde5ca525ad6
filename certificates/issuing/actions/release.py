"""The chamber that certifies releases whom it certifies, or withholds that and says why; the office asks it to."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.issuing import register
from certificates.issuing.chamber_letters import readers_of, write_to_chamber
from certificates.issuing.models import Certificate, Release, ReleaseRequest, Withholding
from certificates.issuing.papers import lock
from certificates.issuing.permissions import may_issue, may_release
from certificates.issuing.reasons import refuse_names
from certificates.issuing.refusals import AskedAlready, NobodyToAsk, NotEarned, NotYourList, ReasonMissing
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@transaction.atomic
def release_enrolments(*, cohort, enrolments, actor, at):
    """
    Release the certificates of these enrolments for issue, in the name of the chamber that certifies; return how many.

    Raises NotYourList if no chamber certifies this cohort or it is another one's, NotEarned if somebody has not earned
    a certificate. Releasing twice is once; whoever got an exception since is released anew.
    """
    cohort = lock(cohort)
    _ask_chamber(cohort, actor)
    rows = {row.enrolment.pk: row for row in register.rows_of(cohort, at)}
    asked = {enrolment.pk for enrolment in enrolments}
    chosen = [rows.get(pk) for pk in asked]
    if any(row is None or row.earned != Certificate.Kind.CERTIFICATE for row in chosen):
        raise NotEarned(_("Only those who have earned a certificate can be released. Reload the list."))
    releases = [
        Release(enrolment=row.enrolment, chamber=cohort.edition.chamber, released_by=actor, released_at=at)
        for row in chosen
        if not row.released
    ]
    Release.objects.bulk_create(releases)
    for release in releases:
        record("certificate.released", actor=actor, subject=release.enrolment, at=at, chamber=release.chamber_id)
    return len(releases)


@transaction.atomic
def withhold_release(*, cohort, enrolments, reason, actor, at):
    """
    Say in the name of the chamber that certifies that these are not released for now, and why; return how many.

    The office sees it beside each; a later release ends it. Saying the same twice is once. Raises NotAllowed,
    NotYourList, ReasonMissing, ReasonNames, or NotEarned if somebody waits for no release: has earned no certificate,
    or has it already.
    """
    cohort = lock(cohort)
    _ask_chamber(cohort, actor)
    reason = (reason or "").strip()
    if not reason:
        raise ReasonMissing(_("Say why; the cluster office reads it."))
    rows = {row.enrolment.pk: row for row in register.rows_of(cohort, at)}
    chosen = [rows.get(pk) for pk in {enrolment.pk for enrolment in enrolments}]
    if any(row is None or not row.is_due(Certificate.Kind.CERTIFICATE) for row in chosen):
        raise NotEarned(_("Only certificates that wait for issue can be withheld. Reload the list."))
    refuse_names(reason, [row.enrolment for row in chosen])
    chosen = [row for row in chosen if not (row.is_withheld and row.withholding.reason == reason)]
    for row in chosen:
        Withholding.objects.create(
            enrolment=row.enrolment,
            chamber=cohort.edition.chamber,
            reason=reason,
            withheld_by=actor,
            withheld_at=at,
        )
        record("certificate.withheld", actor=actor, subject=row.enrolment, at=at, chamber=cohort.edition.chamber_id)
    return len(chosen)


def _ask_chamber(cohort, actor):
    if not cohort.edition.chamber_certifies:
        raise NotYourList(_("No chamber certifies this cohort; the cluster office issues without a release."))
    if not may_release(actor, cohort):
        raise NotAllowed(_("Only %(chamber)s releases this list.") % {"chamber": cohort.edition.chamber})


@transaction.atomic
def ask_for_release(*, cohort, actor, at, after=None):
    """
    Write to those who release for the chamber that a list waits for them; return to how many.

    `after` is the pk of the latest request that whoever asks knows of (None: of none), so a second press asks nobody
    twice. Raises NotAllowed, NotYourList if no chamber certifies this cohort, NobodyToAsk if nobody waits or nobody
    reads, AskedAlready if there is a later request.
    """
    if not may_issue(actor, cohort):
        raise NotAllowed(_("You may not issue certificates for %(cohort)s.") % {"cohort": cohort})
    cohort = lock(cohort)
    chamber = cohort.edition.chamber
    if not cohort.edition.chamber_certifies:
        raise NotYourList(_("No chamber certifies this cohort; the cluster office issues without a release."))
    waiting = sum(row.can_be_released for row in register.rows_of(cohort, at))
    readers = readers_of(chamber)
    if not waiting:
        raise NobodyToAsk(_("Nobody waits for the release by %(chamber)s.") % {"chamber": chamber})
    if not readers:
        raise NobodyToAsk(
            _("Nobody can sign in for %(chamber)s yet. An administrator enters who releases.") % {"chamber": chamber}
        )
    last = cohort.release_requests.filter(chamber=chamber).last()
    if last is not None and last.pk != after:
        raise AskedAlready(
            _("%(chamber)s was asked on %(day)s. Press “Ask again” if another letter is needed.")
            % {"chamber": last.chamber, "day": date_format(timezone.localdate(last.asked_at))}
        )
    request = ReleaseRequest.objects.create(cohort=cohort, chamber=chamber, people=waiting, asked_by=actor, asked_at=at)
    request.readers.set(readers)
    write_to_chamber("release", cohort, readers, key=request.pk, at=at, count=waiting)
    record("release.asked", actor=actor, subject=cohort, at=at, chamber=chamber.pk, people=waiting)
    return len(readers)
