"""Printing after the answer was given. All may run twice, at any time, killed at any moment."""

from celery import shared_task
from django.utils import timezone

from certificates.issuing import erasing, making, sharing
from certificates.issuing.evidence import making as evidence
from lms.messages.beside import take_up


@shared_task
def make_pdf(copy_id):
    """Print one copy and store it, unless that is done or somebody is at it."""
    at = timezone.now()
    copy = making.claim(copy_id, at)
    if copy is not None:
        from certificates.issuing.producing import produce  # heavy: not at the start of a web process

        making.make(copy, produce, at)


def finish_copies(at):
    """
    Send for printing again what was left: put off, or claimed by a worker that is gone. Returns how many.

    What was tried least comes first: workers that are killed again and again use up nobody's attempts.
    """
    waiting = list(_due_copies(at))
    for pk in waiting:
        make_pdf.delay(pk)
    return len(waiting)


def take_up_copies(cohort, at):
    """The same for one cohort when somebody looks at it, where no broker's sweeper does it."""
    return take_up(make_pdf, _due_copies(at).filter(certificate__cohort=cohort))


def _due_copies(at):
    return making.due(at).order_by("attempts", "pk").values_list("pk", flat=True)


@shared_task
def make_evidence(bundle_id):
    """Put the evidence of a cohort together, unless that is done or somebody is at it."""
    evidence.make(bundle_id, timezone.now())


def finish_evidence(at):
    """Send again what was left of bundles; return how many."""
    waiting = list(evidence.due(at).values_list("pk", flat=True))
    for pk in waiting:
        make_evidence.delay(pk)
    return len(waiting)


def take_up_evidence(cohort, at):
    """The same for one cohort when somebody looks at it, where no broker's sweeper does it."""
    return take_up(make_evidence, evidence.due(at).filter(cohort=cohort).values_list("pk", flat=True))


def forget(at):
    """Delete what is kept for a time only: share links with their visits, bundles of evidence. Return how many."""
    return sharing.forget_links(at) + evidence.forget(at)


@shared_task
def delete_file(file_id):
    """Delete one stored file, unless that is done or put off."""
    erasing.delete(file_id, timezone.now())


def delete_files(at):
    """Delete what a lost task or a dead storage left; return how many files are gone."""
    return sum(erasing.delete(pk, at) for pk in list(erasing.due(at).values_list("pk", flat=True)))
