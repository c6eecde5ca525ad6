"""The chamber that certifies releases whom it certifies; the office asks it to."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.issuing import register
from certificates.issuing.models import Certificate, Release
from certificates.issuing.papers import lock
from certificates.issuing.permissions import may_issue, may_release
from certificates.issuing.refusals import NobodyToAsk, NotEarned, NotYourList
from lms.accounts.grants import group_of
from lms.accounts.models import User
from lms.audit.log import record
from lms.lib.refusals import NotAllowed
from lms.messages.actions import post_letter
from lms.messages.texts import compose


@transaction.atomic
def release_enrolments(*, cohort, enrolments, actor, at):
    """
    Release the certificates of these enrolments for issue, in the name of the chamber that certifies; return how many.

    Raises NotYourList if no chamber certifies this cohort or it is another one's, NotEarned if somebody has not earned
    a certificate. Releasing twice is once; whoever got an exception since is released anew.
    """
    cohort = lock(cohort)
    if not cohort.edition.chamber_certifies:
        raise NotYourList(_("No chamber certifies this cohort; the cluster office issues without a release."))
    if not may_release(actor, cohort):
        raise NotAllowed(_("Only %(chamber)s releases this list.") % {"chamber": cohort.edition.chamber})
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
def ask_for_release(*, cohort, actor, at):
    """
    Write to those who release for the chamber that a list waits for them; return to how many. Once a day is enough.

    Raises NotAllowed, NotYourList if no chamber certifies this cohort, NobodyToAsk if nobody waits or nobody reads.
    """
    if not may_issue(actor, cohort):
        raise NotAllowed(_("You may not issue certificates for %(cohort)s.") % {"cohort": cohort})
    cohort = lock(cohort)
    chamber = cohort.edition.chamber
    if not cohort.edition.chamber_certifies:
        raise NotYourList(_("No chamber certifies this cohort; the cluster office issues without a release."))
    waiting = sum(row.can_be_released for row in register.rows_of(cohort, at))
    readers = list(User.objects.filter(groups=group_of(chamber, "verifiers"), is_active=True).order_by("pk"))
    if not waiting:
        raise NobodyToAsk(_("Nobody waits for the release by %(chamber)s.") % {"chamber": chamber})
    if not readers:
        raise NobodyToAsk(
            _("Nobody can sign in for %(chamber)s yet. An administrator enters who releases.") % {"chamber": chamber}
        )
    url = settings.PUBLIC_URL + reverse("chamber_cohort", args=[chamber.code, cohort.code])
    for user in readers:
        subject, body = compose(
            "certificates/issuing/letters/release.txt",
            user.language,
            cohort=cohort,
            chamber=chamber,
            count=waiting,
            office=cohort.edition.programme.office,
            url=url,
        )
        key = f"certificates.release:{cohort.pk}:{timezone.localdate(at)}:{user.pk}"
        post_letter(to=user.email, subject=subject, body=body, kind="certificates.release", key=key, at=at)
    record("release.asked", actor=actor, subject=cohort, at=at, chamber=chamber.pk, people=waiting)
    return len(readers)
