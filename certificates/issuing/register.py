"""Reading the register: who of a cohort has earned what, what was issued, what stands in the way."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, F, Value
from django.utils.translation import gettext_lazy as _

from certificates.issuing.exceptions import earned_with, excepted_of, exceptions_by_enrolment
from certificates.issuing.models import Certificate, Copy, NameErasure, Release, StatusChange, Withholding
from certificates.issuing.rules import VALID, status_of
from courses.completion.standing import standings_of_cohorts

# What a certificate cannot be printed without (domain R2).
NEEDED = {"date_of_birth": _("date of birth"), "place_of_birth": _("place of birth")}


def unknown_of(person):
    """Return in words what of `person` a certificate needs and nobody has entered."""
    return [str(word) for name, word in NEEDED.items() if not getattr(person, name)]


@dataclass
class Entry:
    """A number of the register with what is needed to show it."""

    certificate: Certificate
    status: object
    # The copy that counts now: the last one.
    copy: Copy
    copies: list


@dataclass
class Row:
    """One person of the cohort: the standing, what was issued so far (newest first) and what stands in the way."""

    standing: Any
    entries: list = field(default_factory=list)
    exceptions: list = field(default_factory=list)
    released_at: Any = None
    # The chamber's latest Withholding.
    withholding: Any = None
    needs_release: bool = False
    erased: bool = False

    @property
    def enrolment(self):
        return self.standing.enrolment

    @property
    def released(self):
        """Whether the chamber released it, knowing every exception that was granted, and has not withheld it since."""
        known = self.released_at is not None and all(one.granted_at <= self.released_at for one in self.exceptions)
        return known and not self.is_withheld

    @property
    def is_withheld(self):
        """Whether the chamber said last that it does not release."""
        last = self.withholding
        return last is not None and (self.released_at is None or self.released_at < last.withheld_at)

    @property
    def excepted(self):
        """The kinds of conditions that are not met and that an exception makes up for."""
        return excepted_of(self.standing, self.exceptions)

    @property
    def earned(self):
        """Which paper is earned, exceptions included."""
        return earned_with(self.standing, self.excepted)

    @property
    def missing(self):
        """What still stands between this person and the certificate."""
        return [item for item in self.standing.missing if item.kind not in self.excepted]

    @property
    def unknown(self):
        """What of the person is not known, in words."""
        return unknown_of(self.enrolment.person)

    def has(self, kind):
        """Whether a paper of this kind was issued once, whatever became of it: pressing again gives nobody a second."""
        return self.erased or any(entry.certificate.kind == kind for entry in self.entries)

    def is_due(self, kind):
        """Whether a paper of this kind is earned and was not issued yet."""
        return self.earned == kind and not self.has(kind)

    @property
    def lacks_only_data(self):
        """Whether a certificate would be due if date and place of birth were known."""
        left = {item.kind for item in self.missing}
        return self.standing.final and left == {"birth_data"} and not self.has(Certificate.Kind.CERTIFICATE)

    @property
    def can_be_released(self):
        return self.needs_release and not self.released and self.is_due(Certificate.Kind.CERTIFICATE)

    @property
    def needs_release_anew(self):
        """Whether a valid certificate could be corrected only after another release."""
        valid = any(
            entry.certificate.kind == Certificate.Kind.CERTIFICATE and entry.status.word == VALID
            for entry in self.entries
        )
        return self.needs_release and not self.released and valid and self.earned == Certificate.Kind.CERTIFICATE

    @property
    def can_be_issued(self):
        return self.is_due(Certificate.Kind.CERTIFICATE) and (self.released or not self.needs_release)

    @property
    def can_be_confirmed(self):
        """
        Whether an attendance confirmation is due and could say what was attended.

        Of a run from before this system it says that the threshold was met, as the papers do, and lists no unit.
        """
        return self.is_due(Certificate.Kind.CONFIRMATION) and (self.has_attended or self.standing.from_papers)

    @property
    def has_attended(self):
        """Whether any attended unit is recorded here; without one there is nothing to confirm and nothing to list."""
        return self.standing.units_attended > 0


def rows_of_cohorts(cohorts, at):
    """Return {cohort id: [Row, ...]}: everybody whom the standings name, in their order. As many queries as for one."""
    cohorts = list(cohorts)
    if not cohorts:
        return {}
    held = entries_by_enrolment(Certificate.objects.filter(cohort__in=cohorts))
    released, withheld = _said_by_chambers(cohorts)
    exceptions = exceptions_by_enrolment(cohorts)
    erased = set(NameErasure.objects.filter(enrolment__cohort__in=cohorts).values_list("enrolment_id", flat=True))
    standings = standings_of_cohorts(cohorts, at)
    return {
        cohort.pk: [
            Row(
                standing=standing,
                entries=held.get(standing.enrolment.pk, []),
                exceptions=exceptions.get(standing.enrolment.pk, []),
                released_at=released.get(standing.enrolment.pk),
                withholding=withheld.get(standing.enrolment.pk),
                needs_release=cohort.edition.chamber_certifies,
                erased=standing.enrolment.pk in erased,
            )
            for standing in standings[cohort.pk]
        ]
        for cohort in cohorts
    }


def _said_by_chambers(cohorts):
    """
    Return {enrolment pk: when a chamber released it last} and {enrolment pk: its latest Withholding}.

    Nothing is asked where no chamber certifies, and one query only where none withheld anything.
    """
    certified = [cohort for cohort in cohorts if cohort.edition.chamber_certifies]
    if not certified:
        return {}, {}
    no_row = Value(None, output_field=BigIntegerField())
    releases = _of_their_chamber(Release, certified).values_list("enrolment_id", "released_at", no_row)
    withheld = _of_their_chamber(Withholding, certified).values_list("enrolment_id", "withheld_at", "pk")
    said = sorted(releases.order_by().union(withheld.order_by(), all=True), key=lambda one: (one[1], one[2] or 0))
    latest = {enrolment: pk for enrolment, _at, pk in said if pk}
    rows = Withholding.objects.select_related("withheld_by").in_bulk(latest.values()) if latest else {}
    return (
        {enrolment: at for enrolment, at, pk in said if not pk},
        {enrolment: rows[pk] for enrolment, pk in latest.items()},
    )


def _of_their_chamber(model, cohorts):
    """What the chamber said that certifies now: another one's word on the list does not count."""
    return model.objects.filter(enrolment__cohort__in=cohorts, chamber=F("enrolment__cohort__edition__chamber"))


def rows_of(cohort, at):
    """Return a Row for everybody whom the cohort's standings name, in their order."""
    return rows_of_cohorts([cohort], at)[cohort.pk]


def entries_by_enrolment(certificates):
    """Return {enrolment pk: [Entry, newest first]} of the certificates whose name was not erased."""
    found = {}
    for entry in entries_of(certificates.filter(holding__isnull=False)):
        found.setdefault(entry.certificate.holding.enrolment_id, []).append(entry)
    return found


def entries_of(certificates):
    """Return an Entry per certificate of the queryset, with their copies and statuses: three queries in all."""
    certificates = list(certificates.select_related("holding__enrolment__person"))
    if not certificates:
        return []
    copies, changes = {}, {}
    for copy in Copy.objects.filter(certificate__in=certificates).select_related("content").order_by("ordinal"):
        copies.setdefault(copy.certificate_id, []).append(copy)
    for change in StatusChange.objects.filter(certificate__in=certificates).order_by("at", "pk"):
        changes.setdefault(change.certificate_id, []).append(change)
    return [
        Entry(
            certificate=certificate,
            status=status_of(changes.get(certificate.pk, ())),
            copy=copies[certificate.pk][-1],
            copies=copies[certificate.pk],
        )
        for certificate in certificates
    ]


def status_of_number(certificate):
    """Return the Status of one number, read now."""
    return status_of(certificate.status_changes.all())
