"""Who issues, who releases, who reads: the office, the chamber of the edition, the holder. A company reads nothing."""

from django.db.models import Q

from certificates.issuing.models import Certificate
from courses.cohorts.models import Cohort
from courses.curriculum.permissions import may_manage, programmes_managed_by
from lms.organisations.permissions import chambers_of, may_verify_for


def may_issue(actor, cohort):
    """Whether `actor` issues, replaces and revokes for this cohort: whoever runs its programme."""
    return may_manage(actor, cohort.edition.programme)


def may_release(actor, cohort):
    """Whether `actor` releases this cohort's list: only for a chamber that itself certifies."""
    return cohort.edition.chamber_certifies and may_verify_for(actor, cohort.edition.chamber)


def may_take_evidence(actor, cohort):
    """Whether `actor` takes the evidence of a cohort along: the office, and the chamber that certifies it."""
    return may_issue(actor, cohort) or may_release(actor, cohort)


def may_share(actor, certificate):
    """Whether `actor` shows this certificate to others: its holder alone."""
    holding = getattr(certificate, "holding", None)
    return bool(
        actor
        and actor.is_authenticated
        and actor.is_active
        and actor.person_id is not None
        and holding is not None
        and holding.enrolment.person_id == actor.person_id
    )


def may_read(actor, certificate):
    """Whether `actor` may open this certificate: its holder, the office, the chamber of its edition."""
    if not (actor and actor.is_authenticated and actor.is_active):
        return False
    if may_share(actor, certificate):
        return True
    edition = certificate.cohort.edition
    return may_manage(actor, edition.programme) or may_verify_for(actor, edition.chamber)


def certificates_readable_by(actor):
    """The same rule as `may_read`, as one query."""
    if not (actor and actor.is_authenticated and actor.is_active):
        return Certificate.objects.none()
    mine = Q(holding__enrolment__person=actor.person_id) if actor.person_id else Q(pk__in=[])
    return Certificate.objects.filter(
        mine
        | Q(cohort__edition__programme__in=programmes_managed_by(actor).values("pk"))
        | Q(cohort__edition__chamber__in=chambers_of(actor).values("pk"))
    )


def cohorts_of_chamber(chamber):
    """The cohorts whose certificates this chamber verifies or releases, newest first."""
    return Cohort.objects.filter(edition__chamber=chamber).select_related("edition__programme")
