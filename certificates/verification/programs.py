"""The public answer to a code for programs: of a valid paper what its page shows. docs/api.md lists the names."""

from certificates.issuing.snapshot import period_of
from certificates.verification.claims import chambers_said, says_regularly


def said_to_programs(answer):
    """
    Return an Answer as plain JSON types: status and date; of a valid one also its claims, every name always there.

    Texts that a paper prints in its own language stand under that language: {"de": …, "en": …}. Of what does not hold
    nothing is said but status and date, whatever the cause.
    """
    said = {"status": answer.word, "date": _day(answer.on)}
    if answer.copy is None:
        return said
    claims = _printed(answer.record) if answer.record else _registered(answer)
    return {
        **said,
        "number": answer.number,
        "kind": answer.copy.certificate.kind,
        "languages": answer.copy.language.split("+"),
        **claims,
        "countersigned": [{"chamber": chamber, "date": _day(on)} for chamber, on in answer.countersigned],
    }


def _printed(record):
    """What the frozen record says, but for the day and the place of birth."""
    spoken = {one.spoken: one for one in (record, record.translation) if one}

    def in_each(read):
        return {language: read(one) for language, one in spoken.items()}

    return {
        "name": record.name,
        "programme": in_each(lambda one: one.programme_title),
        "curriculum": record.edition or None,
        "period": {"start": _day(record.period_start), "end": _day(record.period_end)},
        "units": {
            "total": record.units_total,
            "presence": record.units_presence,
            "self_study": record.units_self_study,
            "attended": record.units_attended,
            "minutes": record.minutes_per_unit,
        },
        "attended_regularly": says_regularly(record),
        "wording": in_each(lambda one: [part for part in (one.heading, one.opening, *one.closing) if part]),
        "requirements": in_each(lambda one: list(one.requirements)),
        "seminars": [_seminar(index, line, in_each) for index, line in enumerate(record.seminars)],
        "statements": in_each(lambda one: list(one.statements)),
        "issued_on": _day(record.issued_on),
        "issuer": {"name": record.issuer_name, "town": record.issuer_town},
        "certifier": record.certifier,
        "verifying_chamber": record.chamber,
        "signatories": [
            {"name": one.name, "function": in_each(lambda record, place=place: record.signatories[place].function)}
            for place, one in enumerate(record.signatories)
        ],
        "copy": {"mark": in_each(lambda one: one.copy_mark), "issued_on": _day(record.copy_issued_on)}
        if record.copy_mark
        else None,
    }


def _seminar(index, line, in_each):
    return {
        "position": line.position,
        "title": in_each(lambda one: one.seminars[index].title),
        "topics": in_each(lambda one: list(one.seminars[index].topics)),
        "held_on": _day(line.held_on),
        "units_presence": line.units_presence,
        "units_self_study": line.units_self_study,
        "units_attended": line.attended_units,
    }


def _registered(answer):
    """The same from the register alone: for a name that was erased, or a paper from before this system."""
    copy, certificate = answer.copy, answer.copy.certificate
    edition, office = certificate.cohort.edition, certificate.office
    holding = getattr(certificate, "holding", None)
    languages, chambers = copy.language.split("+"), chambers_said(copy)
    start, end = period_of(certificate.cohort)
    return {
        "name": holding.enrolment.person.full_name if holding else None,
        "programme": {language: edition.programme.title.within(language) for language in languages},
        "curriculum": None,
        "period": {"start": _day(start), "end": _day(end)},
        "units": {
            "total": edition.units_total,
            "presence": edition.units_presence,
            "self_study": edition.units_online,
            "attended": None,
            "minutes": edition.unit_minutes,
        },
        "attended_regularly": None,
        "wording": {},
        "requirements": {},
        "seminars": [],
        "statements": {},
        "issued_on": _day(certificate.issued_on),
        "issuer": {"name": office.name, "town": office.town},
        "certifier": chambers["certifier"],
        "verifying_chamber": chambers["chamber"],
        "signatories": [],
        "copy": {"mark": {languages[0]: copy.mark}, "issued_on": _day(copy.issued_on)} if copy.mark else None,
    }


def _day(day):
    return day.isoformat() if day else None
