"""What a paper will say, gathered once from the live rows and frozen; afterwards only the frozen record counts."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.db.models import Max, Min
from django.utils.formats import localize
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from certificates.document.record import (
    ATTENDANCE_CONFIRMATION,
    CERTIFICATE,
    SEMINAR_LIST,
    DocumentRecord,
    SeminarLine,
    Signatory,
)
from certificates.issuing.design.dressing import dressed
from courses.cohorts.models import SeminarSession, SessionDay
from courses.curriculum.models import Requirement

ATTENDANCE, KNOWLEDGE_CHECKS = "attendance", "knowledge_checks"


@dataclass(frozen=True)
class Numbered:
    """What the register gives a paper: its number, code and day of issue."""

    kind: str
    number: str
    code: str
    issued_on: object


@dataclass(frozen=True)
class Lived:
    """
    What a paper may tell of the person's way: teaching units by seminar pk (None: the paper does not tell them), the
    pks of seminars made up elsewhere, and the kinds of conditions that an exception makes up for.
    """

    units: dict | None = None
    elsewhere: frozenset = frozenset()
    excepted: frozenset = frozenset()


NOTHING_TOLD = Lived()


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
        self.held_on, self.held_until = _days_held(cohort)
        self.period = period_of(cohort)
        self.assessed = assessed_in(self.edition)
        with override(language):
            self.signatories = signatories_of(self.edition)
        self.designs: dict = {}

    def record_for(self, person, numbered, lived=NOTHING_TOLD):
        """Return the DocumentRecord of `person`, telling `lived`. Raises DocumentFault if it contradicts itself."""
        edition, office = self.edition, self.edition.programme.office
        certificate = numbered.kind == CERTIFICATE
        lines = [self._line(seminar, lived) for seminar in self.seminars]
        if numbered.kind == SEMINAR_LIST:
            lines = [line for line in lines if line.attended_units]
        start, end = self._period_of(lived) if numbered.kind == SEMINAR_LIST else self.period
        presence, self_study = self._extent_of(lines, whole=numbered.kind != SEMINAR_LIST)
        plain = DocumentRecord(
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
            period_start=start,
            period_end=end,
            issuer_name=office.name,
            issuer_town=office.town,
            **chambers_of(edition, numbered.kind),
            signatories=self.signatories if certificate else self.signatories[:1],
            seminars=lines,
            units_presence=presence,
            units_self_study=self_study,
            units_total=presence + self_study,
            minutes_per_unit=edition.unit_minutes,
            requirements=self._requirements(numbered.kind, lived),
            attended_regularly=ATTENDANCE not in lived.excepted,
            by_exception=bool(lived.excepted),
            edition=f"{edition.programme.code} {edition.label}",
        )
        return dressed(plain, self._design_of(numbered.kind))

    def _design_of(self, kind):
        if kind not in self.designs:
            self.designs[kind] = design_for(self.edition, kind)
        return self.designs[kind]

    def _requirements(self, kind, lived):
        with override(self.language):
            if kind == CERTIFICATE:
                return requirements_met(self.edition, self.assessed, lived.excepted)
            # What was attended is told in units; where none are recorded, as the papers of that time say it.
            return (attendance_met(self.edition),) if kind == ATTENDANCE_CONFIRMATION and lived.units is None else ()

    def _extent_of(self, lines, *, whole):
        """A list names what it lists; the other papers the whole programme."""
        if whole:
            return self.edition.units_presence, self.edition.units_online
        return sum(line.units_presence for line in lines), sum(line.units_self_study for line in lines)

    def _period_of(self, lived):
        """From the first day of the first seminar listed to the last day of the last; the cohort's if none is known."""
        listed = [pk for pk, units in (lived.units or {}).items() if units and pk not in lived.elsewhere]
        first = [self.held_on[pk] for pk in listed if pk in self.held_on]
        last = [self.held_until[pk] for pk in listed if pk in self.held_until]
        return (min(first), max(last)) if first else self.period

    def _line(self, seminar, lived):
        return SeminarLine(
            position=seminar.position,
            title=seminar.title.within(self.language),
            units_presence=seminar.units_presence,
            units_self_study=seminar.units_online,
            attended_units=None if lived.units is None else lived.units.get(seminar.pk, 0),
            # Made up elsewhere: then the cohort's day is not the person's.
            held_on=None if seminar.pk in lived.elsewhere else self.held_on.get(seminar.pk),
        )


def design_for(edition, kind):
    """Return the published template that dresses this kind of paper of this edition, or None."""
    return edition.programme.paper_designs.for_papers(edition, kind).first()


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


def chambers_of(edition, kind):
    """Return the names of the chambers that a paper says: "certifier", or "chamber" where one only verifies."""
    name = edition.chamber.name if edition.chamber else None
    certifies = edition.chamber_certifies
    return {
        "certifier": name if certifies and kind == CERTIFICATE else None,
        "chamber": None if certifies else name,
    }


def period_of(cohort):
    """
    Return first and last day on which the cohort was taught, or its own dates if the system holds no session of it.

    The planned end is not attested: sessions may have been held earlier than that.
    """
    days = SessionDay.objects.filter(session__cohort=cohort, session__status=SeminarSession.Status.HELD)
    taught = days.aggregate(first=Min("date"), last=Max("date"))
    return taught["first"] or cohort.starts_on, taught["last"] or cohort.ends_on


def _days_held(cohort):
    """Return {seminar pk: first day} and {seminar pk: last day} of what was held."""
    held = SessionDay.objects.filter(session__cohort=cohort, session__status=SeminarSession.Status.HELD)
    days = list(held.order_by("date").values_list("session__seminar_id", "date"))
    return dict(reversed(days)), dict(days)


def assessed_in(edition):
    """Return the kinds of assessments of the whole programme."""
    return set(edition.requirements.filter(seminar__isnull=True).values_list("kind", flat=True))


def requirements_met(edition, assessed, excepted=frozenset()):
    """
    Return sentences on what the holder has met, never a mark (domain R15), in the language at hand.

    `assessed` are the kinds of assessments of the whole programme. Of what was `excepted` nothing is said.
    """
    sentences, checks = [], edition.knowledge_checks_required
    if ATTENDANCE not in excepted:
        sentences.append(attendance_met(edition))
    if checks and KNOWLEDGE_CHECKS not in excepted:
        sentences.append(
            ngettext("%(count)s knowledge check was passed.", "%(count)s knowledge checks were passed.", checks)
            % {"count": checks}
        )
    words = {
        Requirement.Kind.COURSE_TEST: _("course test"),
        Requirement.Kind.PROJECT_WORK: _("project work"),
        Requirement.Kind.PRACTICAL_TASK: _("practical task"),
    }
    passed = [word for kind, word in words.items() if kind in assessed and kind not in excepted]
    if passed:
        sentences.append(_("Passed: %(assessments)s.") % {"assessments": get_text_list(passed, _("and"))})
    return tuple(sentences)


def attendance_met(edition):
    """Return the sentence that the threshold of attendance was reached, in the language at hand."""
    return _("At least %(percent)s %% of the teaching units in presence were attended.") % {
        "percent": _percent(edition.attendance_threshold)
    }


def signatories_of(edition):
    signing = [Signatory(name=edition.programme.office.name, function=_("issuer"))]
    if edition.chamber_certifies:
        signing.append(Signatory(name=edition.chamber.name, function=_("certifying chamber")))
    return tuple(signing)


def _percent(number):
    """Return a percentage without needless zeros, in the language at hand: 80.00 as 80, 79.50 as 79,5."""
    text = f"{number:f}"
    return localize(Decimal(text.rstrip("0").rstrip(".") if "." in text else text))
