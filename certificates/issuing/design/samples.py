"""Papers of people who do not exist, chosen to break a template: the longest name, every script, fourteen seminars."""

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from certificates.document.codes import new_code
from certificates.document.record import (
    ATTENDANCE_CONFIRMATION,
    BOTH,
    CERTIFICATE,
    SEMINAR_LIST,
    DocumentRecord,
    SeminarLine,
)
from certificates.issuing.bilingual import LANGUAGES
from certificates.issuing.design.dressing import dressed
from certificates.issuing.snapshot import assessed_in, requirements_met, signatories_of, verify_url

LONGEST = ("Prof. Dr.-Ing. Maximilian-Alexander Ferdinand Konstantin", "von und zu Hohenstein-Wittelsbacher-Schönborn")
PEOPLE = {
    "usual": (_("usual name"), ("Erika", "Beispiel")),
    "longest": (_("longest name"), LONGEST),
    "west": (_("Vietnamese, Polish, Turkish, Romanian"), ("Nguyễn Łukasz", "Çağdaş-Țurcanu O’Şen")),
    "east": (_("Greek and Cyrillic"), ("Αλέξανδρος", "Ковальчук-Đorđević")),
    "right": (_("Hebrew and Arabic"), ("שרה محمد", "בן-דוד الحسيني")),
    "caucasus": (_("Armenian, Georgian, Ethiopic"), ("Գայանե ნინო", "ኃይለ ገብረሥላሴ")),
    "india": (
        _("Indian and Sinhala"),
        ("कृष्णा শ্রেয়া જિજ્ઞેશ ਗੁਰਪ੍ਰੀਤ", "ஸ்ரீதர் కృష్ణమూర్తి ಶ್ರೀಲಕ್ಷ್ಮಿ ശ്രീജിത്ത് බණ්ඩාරනායක"),
    ),
    "southeast": (_("Thai, Lao, Khmer, Burmese"), ("กฤษณ์ ສົມສັກ", "សុខា အောင်")),
    "far": (_("Chinese, Japanese, Korean"), ("美咲 さくら", "민준 龔喆頔")),
}
# Letters of fonts that a browser may lack and the press has: these people are shown as the PDF itself.
WORLD = ("right", "caucasus", "india", "southeast", "far")
FOURTEEN = 14
LONG_TITLE = {
    "de": "Prozessfähigkeit nachweisen: Messsystemanalyse, Regelkarten und statistische Versuchsplanung im Betrieb",
    "en": "Proving process capability: measurement systems, control charts and the design of experiments in production",
}
CODE = new_code()


def edition_of(programme):
    """Return the edition whose papers the samples show: the newest published one, else the newest; None if none."""
    return programme.editions.order_by("published_on", "pk").last() if programme else None


def hardest_records(design, language):
    """
    Yield (key, DocumentRecord) for the samples that any other fits if these do.

    Raises DocumentFault if one contradicts itself.
    """
    yield "fourteen", sample_record(design, language, "longest", seminars=FOURTEEN)
    for person in ("west", "east"):
        yield person, sample_record(design, language, person)


def sample_record(design, language, person="usual", seminars=0):
    """
    Return the record of a sample person, dressed by `design` (saved or not).

    `seminars`: at least so many, filled up with long titles. The numbers add up as those of the edition do. In
    language BOTH it is one sheet with both texts.
    """
    if language == BOTH:
        german, english = (sample_record(design, code, person, seminars) for code in LANGUAGES)
        return replace(german, language=BOTH, translation=english)
    edition = edition_of(design.programme)
    office = design.programme.office
    given_name, family_name = PEOPLE[person][1]
    lines = _lines(edition, language, seminars, design.kind)
    with override(language):
        requirements = requirements_met(edition, assessed_in(edition))
        signatories = signatories_of(edition)
    presence, online = sum(line.units_presence for line in lines), sum(line.units_self_study for line in lines)
    certificate = design.kind == CERTIFICATE
    start = dt.date(2026, 2, 28)
    plain = DocumentRecord(
        kind=design.kind,
        language=language,
        number=f"{office.certificate_prefix}-2026-0000",
        code=CODE,
        verify_url=verify_url(CODE),
        issued_on=dt.date(2027, 11, 28),
        given_name=given_name,
        family_name=family_name,
        date_of_birth=dt.date(1988, 12, 28),
        place_of_birth="Garmisch-Partenkirchen",
        programme_title=edition.programme.title.within(language),
        period_start=start,
        period_end=dt.date(2027, 11, 28),
        issuer_name=office.name,
        issuer_town=office.town,
        certifier=edition.chamber.name if certificate and edition.chamber_certifies else None,
        chamber=edition.chamber.name if edition.chamber and not edition.chamber_certifies else None,
        signatories=signatories if certificate else signatories[:1],
        seminars=lines,
        units_presence=presence,
        units_self_study=online,
        units_total=presence + online,
        minutes_per_unit=edition.unit_minutes,
        requirements=requirements if certificate else (),
        edition=f"{edition.programme.code} {edition.label}",
    )
    return dressed(plain, design)


def _lines(edition, language, at_least, kind):
    attended = kind in (ATTENDANCE_CONFIRMATION, SEMINAR_LIST)
    lines = [
        SeminarLine(
            position=seminar.position,
            title=seminar.title.within(language),
            units_presence=seminar.units_presence,
            units_self_study=seminar.units_online,
            attended_units=seminar.units_presence if attended else None,
            held_on=dt.date(2026, 11, 28),
        )
        for seminar in edition.seminars.all()
    ]
    pattern = (
        lines[-1]
        if lines
        else SeminarLine(position=0, title="", units_presence=8, attended_units=8 if attended else None)
    )
    title = LONG_TITLE.get(language, LONG_TITLE["en"])
    more = range(len(lines) + 1, at_least + 1)
    return [*lines, *(replace(pattern, position=position, title=title) for position in more)]
