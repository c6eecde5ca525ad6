"""What can become of a number: a replacement copy, a new number in its place, suspension, revocation."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.document.codes import new_code
from certificates.document.record import DocumentRecord, spoken
from certificates.issuing import making
from certificates.issuing.actions.forget import delete_files, forget_evidence
from certificates.issuing.bilingual import template_of
from certificates.issuing.chamber_letters import readers_of, write_to_chamber
from certificates.issuing.design.dressing import dressed_anew
from certificates.issuing.earlier_names import has_other_given_name, is_printed_otherwise
from certificates.issuing.exceptions import excepted_of, exceptions_of
from certificates.issuing.models import Certificate, Copy, CopyContent, StatusChange
from certificates.issuing.papers import lived_of, lock, own_language, write_papers
from certificates.issuing.permissions import may_issue
from certificates.issuing.reasons import refuse_names
from certificates.issuing.refusals import (
    CopiedMeanwhile,
    DataMissing,
    NameChanged,
    NameIsErased,
    NotEarned,
    NothingAttended,
    NotSuspended,
    NumberEnded,
    NumberSuspended,
    ReasonMissing,
    ReleaseMissing,
)
from certificates.issuing.register import entries_of, rows_of, status_of_number, unknown_of
from certificates.issuing.rules import NAME_ERASED, REPLACED, RESUMED, REVOKED, SUSPENDED
from certificates.issuing.snapshot import Numbered, copied, design_for
from certificates.issuing.tasks import make_pdf
from courses.completion.standing import standing_of
from lms.audit.log import record
from lms.lib.refusals import NotAllowed
from lms.messages.after_commit import hand_over


@transaction.atomic
def replace_copy(*, certificate, actor, at, reason="", earlier=None):
    """
    Make out a replacement copy (Zweitschrift) and return it: same number and date, its own code, mark and day.

    The earlier copy stops being valid, the number stays valid. `reason` is internal; `earlier` is the ordinal of the
    copy that whoever asks takes for the last one. Raises NotAllowed, NumberEnded, NameIsErased, ReasonNames,
    NameChanged if the paper says another given name than the person bears today (domain R14: a new number then),
    CopiedMeanwhile if it is not (a form sent twice), or NothingAttended where a paper from before this system would
    list no teaching unit.
    """
    certificate, _status = _open(certificate, actor, reason)
    last = certificate.copies.select_related("content").last()
    if earlier is not None and earlier != last.ordinal:
        raise CopiedMeanwhile(
            _("A replacement copy of %(number)s was made out already, on %(day)s. Open the form anew for another one.")
            % {"number": certificate, "day": date_format(last.issued_on)}
        )
    if has_other_given_name(_entry_of(certificate)):
        raise NameChanged(
            _("%(number)s says another given name than the person bears today; a copy would repeat it. Issue it anew.")
            % {"number": certificate}
        )
    language, today = last.language, timezone.localdate(at)
    with override(spoken(language)):
        mark = _("Duplicate")
    copy = Copy(
        certificate=certificate,
        ordinal=last.ordinal + 1,
        code=new_code(),
        language=language,
        issued_on=today,
        mark=mark,
    )
    content = dressed_anew(_record_of(certificate, last, at), design_for(certificate.cohort.edition, certificate.kind))
    paper = copied(content, code=copy.code, mark=mark, issued_on=today)
    copy.save()
    CopyContent.of(copy, paper).save()
    _end(certificate, REPLACED, actor, at, copy=last, reason=reason)
    record("certificate.copied", actor=actor, subject=certificate, at=at, ordinal=copy.ordinal)
    hand_over(make_pdf, copy.pk, long=True)
    return copy


@transaction.atomic
def replace_certificate(*, certificate, actor, at, reason, language=None):
    """
    Issue a new number in place of this one, from the data as they are now, and return it; the old one is "replaced".

    For a correction or a change of first name: the link between the two is internal, the earlier paper is no longer
    handed out to anybody, and evidence that says an earlier name is deleted. The chamber that certifies is told by
    letter. Raises NotAllowed, ReasonMissing, ReasonNames, NumberEnded, NameIsErased, DataMissing, NotEarned if what the
    paper says no longer holds, ReleaseMissing if the chamber's release does not cover it, or NothingAttended if it
    would list no teaching unit.
    """
    _need(reason)
    certificate, _status = _open(certificate, actor, reason)
    enrolment = certificate.holding.enrolment
    unknown = unknown_of(enrolment.person)
    if unknown and certificate.kind == Certificate.Kind.CERTIFICATE:
        raise DataMissing(_("Enter the %(missing)s first.") % {"missing": get_text_list(unknown, _("and"))})
    standing, exceptions = standing_of(enrolment, at), exceptions_of(enrolment)
    _refuse_unearned(certificate, standing, excepted_of(standing, exceptions))
    cohort = lock(certificate.cohort)
    certified = certificate.kind == Certificate.Kind.CERTIFICATE and cohort.edition.chamber_certifies
    if certified:
        _refuse_unreleased(cohort, standing, at)
    [new] = write_papers(
        certificate.kind,
        cohort,
        [standing],
        language=language or certificate.copies.last().language,
        actor=actor,
        at=at,
        replaces=certificate,
        exceptions={enrolment.pk: exceptions},
    )
    if is_printed_otherwise(_entry_of(certificate)):
        # Bundles of before say the earlier name, and the chamber could still take them along.
        delete_files(forget_evidence(cohort), at)
    _end(certificate, REPLACED, actor, at, reason=reason)
    record("certificate.replaced", actor=actor, subject=certificate, at=at)
    record("certificate.issued", actor=actor, subject=new, at=at, number=new.number)
    if certified:
        readers = readers_of(cohort.edition.chamber)
        write_to_chamber("correction", cohort, readers, key=new.pk, at=at, old=certificate.number, new=new.number)
    return new


@transaction.atomic
def revoke_certificate(*, certificate, actor, at, reason):
    """
    Withdraw the number for good. The public learns the day, never the reason.

    Raises NotAllowed, ReasonMissing, ReasonNames or NumberEnded.
    """
    _need(reason)
    certificate, _status = _open(certificate, actor, reason, even_erased=True, even_suspended=True)
    change = _end(certificate, REVOKED, actor, at, reason=reason)
    record("certificate.revoked", actor=actor, subject=certificate, at=at)
    return change


@transaction.atomic
def suspend_certificate(*, certificate, actor, at, reason):
    """
    Let the number not be valid for a time, e.g. while a suspicion is looked into; return the StatusChange.

    The public learns that and since when, never the reason. Raises NotAllowed, ReasonMissing, ReasonNames,
    NumberEnded, or NumberSuspended if it is already.
    """
    _need(reason)
    certificate, _status = _open(certificate, actor, reason, even_erased=True)
    change = _end(certificate, SUSPENDED, actor, at, reason=reason)
    record("certificate.suspended", actor=actor, subject=certificate, at=at)
    return change


@transaction.atomic
def resume_certificate(*, certificate, actor, at, reason):
    """
    Let a suspended number be valid again, as if nothing had been; return the StatusChange.

    Raises NotAllowed, ReasonMissing, ReasonNames, NumberEnded or NotSuspended.
    """
    _need(reason)
    certificate, status = _open(certificate, actor, reason, even_erased=True, even_suspended=True)
    if status.word != SUSPENDED:
        raise NotSuspended(_("%(number)s is not suspended.") % {"number": certificate})
    change = _end(certificate, RESUMED, actor, at, reason=reason)
    record("certificate.resumed", actor=actor, subject=certificate, at=at)
    return change


@transaction.atomic
def retry_copies(*, cohort, actor, at):
    """Have the copies of a cohort printed whose printing was given up; return how many."""
    if not may_issue(actor, cohort):
        raise NotAllowed(_("You may not issue certificates for %(cohort)s.") % {"cohort": cohort})
    failed = Copy.objects.select_for_update().filter(certificate__cohort=cohort, state=Copy.State.FAILED)
    copies = list(failed)
    making.remove_files(making.files_of(copies))
    Copy.objects.filter(pk__in=[copy.pk for copy in copies]).update(
        state=Copy.State.WAITING, attempts=0, not_before=None, last_error=""
    )
    for copy in copies:
        record("certificate.printing_retried", actor=actor, subject=cohort, at=at, copy=copy.pk)
        hand_over(make_pdf, copy.pk, long=True)
    return len(copies)


def _open(certificate, actor, reason, even_erased=False, even_suspended=False):
    """
    Return the certificate and its status, its cohort locked, if `actor` may change it and nothing ended it yet.

    The `reason` must not name the holder.
    """
    if not may_issue(actor, certificate.cohort):
        raise NotAllowed(_("You may not change certificates of %(cohort)s.") % {"cohort": certificate.cohort})
    lock(certificate.cohort)
    certificate = Certificate.objects.select_related("holding__enrolment__person", "cohort").get(pk=certificate.pk)
    status = status_of_number(certificate)
    if status.word in (REPLACED, REVOKED):
        raise NumberEnded(_("%(number)s is no longer valid; nothing more can be done to it.") % {"number": certificate})
    if status.word == SUSPENDED and not even_suspended:
        raise NumberSuspended(
            _("%(number)s is suspended. Let it be valid again, or revoke it.") % {"number": certificate}
        )
    if status.word == NAME_ERASED and not even_erased:
        raise NameIsErased(_("The name of %(number)s was erased; nothing can be printed.") % {"number": certificate})
    if hasattr(certificate, "holding"):
        refuse_names(reason, [certificate.holding.enrolment])
    return certificate, status


def _entry_of(certificate):
    [entry] = entries_of(Certificate.objects.filter(pk=certificate.pk))
    return entry


def _refuse_unearned(certificate, standing, excepted):
    """
    A new paper says today that it was earned: a mark corrected since may have undone that, unless it was `excepted`.

    A list of seminars is earned by what it lists.

    Runs from before this system have no sessions here; of those the papers count, as they did. A paper that lists
    teaching units needs some on record.
    """
    if not any(each.session for each in standing.seminars):
        _lived_of(certificate, standing)
        return
    if certificate.kind == Certificate.Kind.TRANSCRIPT:
        holds = any(lived_of(certificate.kind, standing).units.values())
    else:
        holds = (standing.attendance_met or "attendance" in excepted) and standing.enrolment.ends_on is None
    if certificate.kind == Certificate.Kind.CERTIFICATE:
        unmet = {item.kind for item in standing.items if item.is_assessment and item.state != "done"}
        holds = holds and unmet <= excepted
    if not holds:
        raise NotEarned(
            _("What %(number)s says is no longer earned. Correct attendance or results first, or revoke the number.")
            % {"number": certificate}
        )


def _refuse_unreleased(cohort, standing, at):
    """No paper claims a release that there is not; of runs from before this system the papers count, as they did."""
    if not any(each.session for each in standing.seminars):
        return
    [row] = [row for row in rows_of(cohort, at) if row.enrolment.pk == standing.enrolment.pk]
    if not row.released:
        raise ReleaseMissing(
            _("Ask %(chamber)s to release it on its page of %(cohort)s first. Until then you can suspend the number.")
            % {"chamber": cohort.edition.chamber, "cohort": cohort}
        )


def _record_of(certificate, copy, at):
    """Return what `copy` says: as frozen, or from the live rows if it only ever existed on paper."""
    content = getattr(copy, "content", None)
    if content is not None:
        return DocumentRecord.from_json(content.snapshot)
    standing = standing_of(certificate.holding.enrolment, at)
    language = copy.language or own_language(standing.enrolment.person, certificate.cohort.edition)
    numbered = Numbered(certificate.kind, certificate.number, copy.code, certificate.issued_on)
    return template_of(lock(certificate.cohort), language).record_for(
        standing.enrolment.person,
        numbered,
        _lived_of(certificate, standing, exceptions_of(standing.enrolment)),
    )


def _lived_of(certificate, standing, exceptions=()):
    """What the paper tells; raises NothingAttended where it would list nothing but noughts."""
    lived = lived_of(certificate.kind, standing, exceptions)
    if lived.units is not None and not any(lived.units.values()):
        raise NothingAttended(
            _("No attended teaching unit of %(name)s is recorded; the paper would list none.")
            % {"name": standing.enrolment.person.full_name}
        )
    return lived


def _end(certificate, status, actor, at, copy=None, reason=""):
    # Who asked first may have waited for the lock behind who asked later: what is written last is the last word.
    latest = certificate.status_changes.aggregate(latest=Max("at"))["latest"]
    return StatusChange.objects.create(
        certificate=certificate,
        copy=copy,
        status=status,
        on=timezone.localdate(at),
        internal_reason=reason,
        actor=actor,
        at=max(at, latest or at),
    )


def _need(reason):
    if not (reason or "").strip():
        raise ReasonMissing(_("Give the reason; it stays internal."))
