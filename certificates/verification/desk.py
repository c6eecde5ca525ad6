"""What a chamber's desk counts and finds. All of it of the chamber's own programmes: the right stands in each query."""

from collections import Counter, defaultdict
from itertools import chain

from django.db.models import Q

from certificates.issuing.models import Certificate, CopyContent, Holding, Release, StatusChange
from certificates.issuing.register import entries_of
from certificates.issuing.rules import NAME_ERASED, VALID, status_of
from certificates.issuing.showing import line_of, printed_name
from certificates.verification.models import Countersignature
from certificates.verification.rules import reads_like


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
    Return the certificates of a chamber by number, cohort or name, all of them.

    By name only what is valid: a number that ended must not lead to its holder.
    """
    named = _naming(chamber, asked)
    by_number = Q(number__icontains=asked) | Q(cohort__code__iexact=asked)
    return certificates_of(chamber).filter(by_number | Q(pk__in=named - _ended(chamber)))


def _naming(chamber, asked):
    """The certificates whose paper names somebody like this; of those on paper only, the register does."""
    printed = CopyContent.objects.filter(copy__certificate__cohort__edition__chamber=chamber).values_list(
        "copy__certificate", "snapshot__given_name", "snapshot__family_name"
    )
    on_paper = Holding.objects.filter(certificate__cohort__edition__chamber=chamber).exclude(
        certificate__copies__content__isnull=False
    )
    known = on_paper.values_list("certificate", "enrolment__person__given_name", "enrolment__person__family_name")
    return {pk for pk, *name in chain(printed.order_by(), known.order_by()) if reads_like(asked, " ".join(name))}


def _ended(chamber):
    """The numbers of a chamber that are not valid, or no longer with a name; one query."""
    changes = defaultdict(list)
    for change in StatusChange.objects.filter(certificate__cohort__edition__chamber=chamber).order_by("at", "pk"):
        changes[change.certificate_id].append(change)
    return {pk for pk, its in changes.items() if status_of(its).word != VALID}


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
