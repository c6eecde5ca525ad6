"""What a valid answer shows: everything that the paper prints, except the date of birth, so that a forgery shows."""

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.document.record import CERTIFICATE
from certificates.document.wording import attended_in_words
from certificates.issuing.snapshot import chambers_of, period_of


def facts(answer):
    """Return pairs of label and value for a valid answer, in the language at hand."""
    record, copy = answer.record, answer.copy
    if record is None:
        return _facts_on_paper(answer)
    rows = [
        (_("Name"), record.name),
        (_("Document"), capfirst(copy.certificate.get_kind_display())),
        (_("Programme"), record.programme_title),
        (_("Curriculum"), record.edition),
        (_("Period"), _period(record.period_start, record.period_end)),
        (_("Extent"), _extent(record.units_total, record.units_presence, record.units_self_study)),
        (_("Attendance"), _attendance(record)),
        (_("Wording"), " · ".join(part for part in (record.heading, record.opening, *record.closing) if part)),
        (_("Requirements"), " ".join(record.requirements)),
        (_("Issued"), _issued(record.issued_on, record.issuer_name, record.issuer_town)),
        (_("Certified by"), record.certifier),
        (_("Verifying chamber"), record.chamber),
        (_("Signed by"), ", ".join(_signed(one) for one in record.signatories)),
        *_countersigned(answer),
        (_("Further statements"), " ".join(record.statements)),
    ]
    if record.copy_mark:
        made_out = _("made out on %(day)s") % {"day": date_format(record.copy_issued_on)}
        rows.append((record.copy_mark, made_out))
    return [(label, value) for label, value in rows if value]


def _facts_on_paper(answer):
    """The same from the register alone: for a name that was erased, or a paper from before this system."""
    certificate = answer.copy.certificate
    edition, office = certificate.cohort.edition, certificate.office
    holding = getattr(certificate, "holding", None)
    name = holding.enrolment.person.full_name if holding else _("erased at the person's request")
    chambers = chambers_said(answer.copy)
    rows = [
        (_("Name"), name),
        (_("Document"), capfirst(certificate.get_kind_display())),
        (_("Programme"), edition.programme.title.within(get_language())),
        (_("Period"), _period(*period_of(certificate.cohort))),
        (_("Extent"), _extent(edition.units_total, edition.units_presence, edition.units_online)),
        (_("Issued"), _issued(certificate.issued_on, office.name, office.town)),
        (_("Certified by"), chambers["certifier"]),
        (_("Verifying chamber"), chambers["chamber"]),
        *_countersigned(answer),
    ]
    if answer.copy.mark:
        rows.append((answer.copy.mark, _("made out on %(day)s") % {"day": date_format(answer.copy.issued_on)}))
    return [(label, value) for label, value in rows if value]


def chambers_said(copy):
    """Return `chambers_of` a copy whose words are gone; what a paper from before this system said is not known."""
    edition, kind = copy.certificate.cohort.edition, copy.certificate.kind
    return chambers_of(edition, kind) if copy.sha256 else {"certifier": None, "chamber": None}


def says_regularly(record):
    """Whether the paper claims regular attendance; None where it says nothing of it, or in words of its own."""
    if record.kind != CERTIFICATE or record.opening:
        return None
    return record.attended_regularly


def _attendance(record):
    """What the paper tells of the attendance: in figures, or in the words of its front page."""
    regularly = says_regularly(record)
    if record.units_attended is not None or regularly is None:
        return attended_in_words(record)
    return _("regularly attended") if regularly else _("took part")


def _signed(signatory):
    return f"{signatory.name} ({signatory.function})" if signatory.function else signatory.name


def _countersigned(answer):
    return [
        (_("Countersigned"), _("%(day)s by %(issuer)s") % {"day": date_format(on), "issuer": chamber})
        for chamber, on in answer.countersigned
    ]


def _period(start, end):
    return f"{date_format(start)} – {date_format(end)}"


def _extent(total, presence, self_study):
    if not self_study:
        return _("%(total)s teaching units in presence") % {"total": total}
    return _("%(total)s teaching units: %(presence)s in presence, %(self_study)s of self-study") % {
        "total": total,
        "presence": presence,
        "self_study": self_study,
    }


def _issued(on, issuer, town):
    by = ", ".join(part for part in (issuer, town) if part)
    return _("%(day)s by %(issuer)s") % {"day": date_format(on), "issuer": by}
