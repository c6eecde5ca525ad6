"""What a chamber's desk counts and finds. All of it of the chamber's own programmes: the right stands in each query."""

from collections import Counter, defaultdict
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, Subquery

from certificates.issuing.models import Certificate, CopyContent, Release, StatusChange
from certificates.issuing.register import entries_of
from certificates.issuing.rules import NAME_ERASED, REPLACED, RESUMED, REVOKED, SUSPENDED, VALID, status_of
from certificates.issuing.showing import line_of, printed_name
from certificates.verification.models import Countersignature
from certificates.verification.rules import reads_like
from lms.accounts.models import Person
from lms.lib.spelling import words_spelled


def certificates_of(chamber):
    """Every certificate of the programmes that this chamber certifies or verifies, newest first."""
    return Certificate.objects.filter(cohort__edition__chamber=chamber).select_related("cohort")


def counted(cohorts, chamber):
    """
    Return these cohorts of a chamber as a list, each with `released`, `valid`, `ended` and `countersigned`.

    `ended` counts the numbers that do not hold, by status; countersignatures count while their number holds. As many
    queries for fifty cohorts as for one.
    """
    cohorts = list(cohorts)
    statuses, signed = defaultdict(Counter), Counter()
    countersigned = _signed_by(chamber, Certificate.objects.filter(cohort__in=cohorts))
    for pk, cohort, word in _status_words(cohorts):
        statuses[cohort][VALID if word == NAME_ERASED else word] += 1
        signed[cohort] += pk in countersigned and word in (VALID, NAME_ERASED)
    # After an exception a list is released once more: people count, not releases.
    releases = Release.objects.filter(enrolment__cohort__in=cohorts).values_list("enrolment__cohort", "enrolment")
    released = Counter(cohort for cohort, _enrolment in set(releases))
    for cohort in cohorts:
        words = statuses[cohort.pk]
        cohort.released, cohort.countersigned = released[cohort.pk], signed[cohort.pk]
        cohort.valid, cohort.ended = words.pop(VALID, 0), dict(words)
    return cohorts


def _status_words(cohorts):
    """Yield pk, cohort and status of each number of these cohorts."""
    rows = Certificate.objects.filter(cohort__in=cohorts).order_by().values_list("pk", "cohort")
    changes = defaultdict(list)
    for change in StatusChange.objects.filter(certificate__cohort__in=cohorts).order_by("at", "pk"):
        changes[change.certificate_id].append(change)
    return [(pk, cohort, status_of(changes[pk]).word) for pk, cohort in rows]


def found(chamber, asked):
    """
    Return the certificates of a chamber by number, cohort or name, all of them. The database looks, whatever there is.

    By name only what is valid: a number that ended must not lead to its holder.
    """
    by_number = Q(number__icontains=asked) | Q(cohort__code__iexact=asked)
    return certificates_of(chamber).filter(by_number | Q(pk__in=_valid(_naming(chamber, asked)).values("pk")))


def _naming(chamber, asked):
    """The certificates whose paper names somebody like this; of those on paper only, the register does."""
    ours = Certificate.objects.filter(cohort__edition__chamber=chamber).order_by()
    words = words_spelled(asked)
    if not words:
        return ours.none()
    named = CopyContent.objects.filter(copy__certificate__cohort__edition__chamber=chamber).order_by()
    for word in words:
        named = named.filter(reduce(or_, (Q(spelled__contains=f" {spelling}") for spelling in word)))
    on_paper = ours.exclude(copies__content__isnull=False)
    holders = Person.objects.filter(enrolments__holdings__certificate__in=on_paper).order_by().distinct()
    known = holders.values_list("pk", "given_name", "family_name")
    alike = [pk for pk, *name in known if reads_like(asked, " ".join(name))]
    return ours.filter(
        Q(pk__in=named.values("copy__certificate"))
        | Q(pk__in=on_paper.filter(holding__enrolment__person__in=alike).values("pk"))
    )


def _valid(certificates):
    """Those of these certificates that are valid and have their name: `status_of` as a query."""
    changes = StatusChange.objects.filter(certificate=OuterRef("pk"), copy__isnull=True)
    paused = changes.filter(status__in=[SUSPENDED, RESUMED]).order_by("-at", "-pk").values("status")[:1]
    return (
        certificates.alias(paused=Subquery(paused))
        .exclude(Exists(changes.filter(status__in=[REVOKED, REPLACED, NAME_ERASED])))
        .filter(Q(paused=RESUMED) | Q(paused__isnull=True))
    )


def lines_for(chamber, certificates):
    """Return what the desk's table shows of these certificates, in their order."""
    pks = [one.pk for one in certificates]
    entries = {entry.certificate.pk: entry for entry in entries_of(Certificate.objects.filter(pk__in=pks))}
    signed = _signed_by(chamber, pks)
    return [
        line_of(entries[one.pk])
        | {"name": printed_name(entries[one.pk]), "cohort": one.cohort, "countersigned_on": signed.get(one.pk)}
        for one in certificates
    ]


def _signed_by(chamber, certificates):
    """Return {certificate pk: day} of those that this chamber has countersigned."""
    signatures = Countersignature.objects.filter(chamber=chamber, certificate__in=certificates)
    return dict(signatures.values_list("certificate", "on"))


def signed_in(cohort, chamber):
    """Return {certificate pk: day} of a cohort's certificates that this chamber has countersigned."""
    return _signed_by(chamber, cohort.certificates.all())
