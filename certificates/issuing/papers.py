"""Writing papers into the register; belongs inside an act that has asked for permission and holds the cohort's lock."""

from django.utils import timezone

from certificates.document.codes import new_code
from certificates.document.pdf import refuse_unprintable
from certificates.issuing.bilingual import template_of
from certificates.issuing.exceptions import excepted_of
from certificates.issuing.models import Certificate, Copy, CopyContent, Holding
from certificates.issuing.numbers import take_numbers
from certificates.issuing.snapshot import Lived, Numbered
from certificates.issuing.tasks import make_pdf
from courses.attendance.rules import sheet_is_closed
from courses.cohorts.models import Cohort
from lms.messages.after_commit import hand_over


def lock(cohort):
    """Return the cohort with what its papers need, its row locked: acts on its certificates queue here."""
    return (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("edition__programme__office", "edition__chamber")
        .get(pk=cohort.pk)
    )


def write_papers(kind, cohort, standings, *, actor, at, language=None, replaces=None, exceptions=None):
    """
    Give each of `standings` a number, a copy and its frozen content, and have the PDFs made after the commit.

    `language` None: the person's own where offered. `exceptions` are those granted, by enrolment pk: of what they make
    up for the paper says nothing. Raises DocumentFault, before any number is taken for good, if a paper would
    contradict itself or could not be printed.
    """
    if not standings:
        return []
    today, edition = timezone.localdate(at), cohort.edition
    office = edition.programme.office
    languages = [language or own_language(standing.enrolment.person, edition) for standing in standings]
    templates = {code: template_of(cohort, code) for code in set(languages)}
    certificates, copies, contents = [], [], []
    numbers = take_numbers(office, today.year, len(standings))
    for standing, paper_language, (sequence, number) in zip(standings, languages, numbers, strict=True):
        certificate = Certificate(
            number=number,
            office=office,
            year=today.year,
            sequence=sequence,
            kind=kind,
            cohort=cohort,
            issued_on=today,
            replaces=replaces,
            issued_by=actor,
            issued_at=at,
        )
        copy = Copy(certificate=certificate, code=new_code(), language=paper_language, issued_on=today)
        record = templates[paper_language].record_for(
            standing.enrolment.person,
            Numbered(kind, number, copy.code, today),
            lived_of(kind, standing, (exceptions or {}).get(standing.enrolment.pk, ())),
        )
        refuse_unprintable(record)
        certificates.append(certificate)
        copies.append(copy)
        contents.append(CopyContent.of(copy, record))
    Certificate.objects.bulk_create(certificates)
    Holding.objects.bulk_create(
        Holding(certificate=certificate, enrolment=standing.enrolment)
        for certificate, standing in zip(certificates, standings, strict=True)
    )
    Copy.objects.bulk_create(copies)
    CopyContent.objects.bulk_create(contents)
    for copy in copies:
        hand_over(make_pdf, copy.pk, long=True)
    return certificates


def own_language(person, edition):
    """Return the person's language if the edition offers its papers in it, else the first that it offers."""
    offered = edition.certificate_languages
    return person.language if person.language in offered else offered[0]


def lived_of(kind, standing, exceptions=()):
    """
    Return what a paper of this kind tells of the person's way (Lived): a certificate no units.

    Nor does a confirmation of a run from before this system, of which no units are recorded here.

    A list tells only what is settled: a seminar whose sheet is closed, or that was made up.
    """
    excepted = frozenset(excepted_of(standing, exceptions))
    if kind == Certificate.Kind.CERTIFICATE or (kind == Certificate.Kind.CONFIRMATION and standing.from_papers):
        return Lived(excepted=excepted)
    told = [each for each in standing.seminars if kind != Certificate.Kind.TRANSCRIPT or _is_settled(each)]
    return Lived(
        units={each.seminar.pk: each.seen.credited for each in told},
        elsewhere=frozenset(each.seminar.pk for each in told if each.seen.made_up and not each.seen.attended),
    )


def _is_settled(each):
    return bool(each.seen.made_up) or (each.session is not None and sheet_is_closed(each.session))
