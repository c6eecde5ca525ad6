"""What a paper will say, gathered once from the live rows and frozen; afterwards only the frozen record counts."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.db.models import Max, Min
from django.utils.formats import localize
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from certificates.document.record import CERTIFICATE, DocumentRecord, SeminarLine, Signatory
from courses.cohorts.models import SeminarSession, SessionDay
from courses.curriculum.models import Requirement


@dataclass(frozen=True)
class Numbered:
    """What the register gives a paper: its number, code and day of issue."""

    kind: str
    number: str
    code: str
    issued_on: object


def verify_url(code):
    """Return the address printed as QR code, to which anybody may turn."""
    return f"{settings.PUBLIC_URL}/v/{code}"


class Template:
    """
    What all papers of one cohort in one language have in common; reads the curriculum once.

    Call `record_for` per person. The language must be one that papers can be printed in.
    """

    def __init__(self, cohort, language):
        self.cohort, self.language = cohort, language
        self.edition = cohort.edition
        self.seminars = list(self.edition.seminars.all())
        self.held_on = _first_days(cohort)
        self.period = _period(cohort)
        with override(language):
            self.requirements = _requirements(self.edition)
            self.signatories = _signatories(self.edition)

    def record_for(self, person, numbered, attended=None):
        """
        Return the DocumentRecord of `person`. Raises DocumentFault if it contradicts itself.

        `attended` are teaching units by seminar pk; None: the paper does not tell them (a certificate never does).
        """
        edition, office = self.edition, self.edition.programme.office
        certificate = numbered.kind == CERTIFICATE
        return DocumentRecord(
            kind=numbered.kind,
            language=self.language,
            number=numbered.number,
            code=numbered.code,
            verify_url=verify_url(numbered.code),
            issued_on=numbered.issued_on,
            given_name=" ".join(part for part in (person.academic_title, person.given_name) if part),
            family_name=person.family_name,
            date_of_birth=person.date_of_birth,
            place_of_birth=person.place_of_birth,
            programme_title=edition.programme.title.within(self.language),
            period_start=self.period[0],
            period_end=self.period[1],
            issuer_name=office.name,
            issuer_town=office.town,
            certifier=edition.chamber.name if certificate and edition.chamber_certifies else None,
            chamber=edition.chamber.name if edition.chamber and not edition.chamber_certifies else None,
            signatories=self.signatories if certificate else self.signatories[:1],
            seminars=[self._line(seminar, attended) for seminar in self.seminars],
            units_presence=edition.units_presence,
            units_self_study=edition.units_online,
            units_total=edition.units_total,
            minutes_per_unit=edition.unit_minutes,
            requirements=self.requirements if certificate else (),
            edition=f"{edition.programme.code} {edition.label}",
        )

    def _line(self, seminar, attended):
        return SeminarLine(
            position=seminar.position,
            title=seminar.title.within(self.language),
            units_presence=seminar.units_presence,
            units_self_study=seminar.units_online,
            attended_units=None if attended is None else attended.get(seminar.pk, 0),
            held_on=self.held_on.get(seminar.pk),
        )


def copied(record, *, code, mark, issued_on):
    """Return the record of a replacement copy: same content, number and date; its own code, mark and day of issue."""
    translation = record.translation
    if translation:
        with override(translation.language):
            translation = copied(translation, code=code, mark=_("Duplicate"), issued_on=issued_on)
    return replace(
        record,
        code=code,
        verify_url=verify_url(code),
        copy_mark=mark,
        copy_issued_on=issued_on,
        translation=translation,
    )


def _period(cohort):
    """
    Return first and last day on which the cohort was taught, or its own dates if the system holds no session of it.

    The planned end is not attested: sessions may have been held earlier than that.
    """
    days = SessionDay.objects.filter(session__cohort=cohort, session__status=SeminarSession.Status.HELD)
    taught = days.aggregate(first=Min("date"), last=Max("date"))
    return taught["first"] or cohort.starts_on, taught["last"] or cohort.ends_on


def _first_days(cohort):
    days = SessionDay.objects.filter(session__cohort=cohort, session__status="held").order_by("-date")
    return dict(days.values_list("session__seminar_id", "date"))


def _requirements(edition):
    """Sentences on what everybody who holds the certificate has met, never a mark (domain R15)."""
    sentences = [
        _("At least %(percent)s %% of the teaching units in presence were attended.")
        % {"percent": _percent(edition.attendance_threshold)}
    ]
    checks = edition.knowledge_checks_required
    if checks:
        sentences.append(
            ngettext("%(count)s knowledge check was passed.", "%(count)s knowledge checks were passed.", checks)
            % {"count": checks}
        )
    words = {
        Requirement.Kind.COURSE_TEST: _("course test"),
        Requirement.Kind.PROJECT_WORK: _("project work"),
        Requirement.Kind.PRACTICAL_TASK: _("practical task"),
    }
    kinds = set(edition.requirements.filter(seminar__isnull=True).values_list("kind", flat=True))
    passed = [word for kind, word in words.items() if kind in kinds]
    if passed:
        sentences.append(_("Passed: %(assessments)s.") % {"assessments": get_text_list(passed, _("and"))})
    return tuple(sentences)


def _signatories(edition):
    signing = [Signatory(name=edition.programme.office.name, function=_("issuer"))]
    if edition.chamber_certifies:
        signing.append(Signatory(name=edition.chamber.name, function=_("certifying chamber")))
    return tuple(signing)


def _percent(number):
    """Return a percentage without needless zeros, in the language at hand: 80.00 as 80, 79.50 as 79,5."""
    text = f"{number:f}"
    return localize(Decimal(text.rstrip("0").rstrip(".") if "." in text else text))
