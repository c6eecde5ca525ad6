"""A paper as Open Badge 3.0 and W3C Verifiable Credential 2.0: the same frozen record, for machines."""

import uuid

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.credential.contexts import CREDENTIALS, OPEN_BADGES
from certificates.credential.did import did_of
from certificates.credential.lists import status_entries
from certificates.credential.proof import moment, signed_text
from certificates.credential.validity import DRIFT, valid_from
from certificates.document.record import ATTENDANCE_CONFIRMATION, CERTIFICATE, SEMINAR_LIST

# Only a certificate says that somebody achieved something; Open Badges has no word for the two others.
TYPES = {
    CERTIFICATE: "Certificate",
    ATTENDANCE_CONFIRMATION: "ext:AttendanceConfirmation",
    SEMINAR_LIST: "ext:TranscriptOfSeminars",
}


def credential_of(record, *, credential_id, place, key, at):
    """
    Return the signed credential of a DocumentRecord as text; store and embed exactly this text.

    `place` is (number of the status list, index in it), `key` the Key that signs credentials. It names the holder and
    gives no date of birth. Numbers stand in words, for verifiers disagree on how numbers are signed. Raises StrayTerm.
    """
    with override(_spoken(record)):
        document = {
            "@context": [CREDENTIALS, OPEN_BADGES],
            "id": f"urn:uuid:{credential_id}",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": f"{_kind(record)} {record.number}",
            "issuer": {"id": did_of(), "type": ["Profile"], "name": record.issuer_name, "url": settings.PUBLIC_URL},
            "validFrom": moment(valid_from(record.dated, at)),
            "credentialSubject": _subject(record),
            "credentialStatus": status_entries(*place),
        }
    return signed_text(document, key, at - DRIFT)


def _subject(record):
    subject = {
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "identityHash": record.name, "identityType": "name", "hashed": False},
        ],
        "licenseNumber": record.number,
        "activityStartDate": record.period_start.isoformat(),
        "activityEndDate": record.period_end.isoformat(),
        "achievement": _achievement(record),
    }
    attended = [line for line in record.seminars if line.attended_units is not None]
    if attended:
        subject["narrative"] = "\n".join([_("Attended:"), *(_attended(line) for line in attended)])
    return subject


def _achievement(record):
    return {
        "id": f"urn:uuid:{_achievement_id(record)}",
        "type": ["Achievement"],
        "achievementType": TYPES[record.kind],
        "name": record.programme_title,
        "description": _extent(record),
        "inLanguage": _spoken(record),
        "criteria": {"narrative": "\n".join([*record.requirements, *(_seminar(line) for line in record.seminars)])},
    }


def _spoken(record):
    """A paper in two languages, "de+en", speaks the first of them here."""
    return record.language.partition("+")[0]


def _achievement_id(record):
    """The same for everybody who achieved the same: a kind of paper of one edition of a programme, in one language."""
    what = "/".join([did_of(), record.kind, record.edition or record.programme_title, _spoken(record)])
    return uuid.uuid5(uuid.NAMESPACE_URL, what)


def _kind(record):
    return {
        CERTIFICATE: _("Certificate"),
        ATTENDANCE_CONFIRMATION: _("Attendance confirmation"),
        SEMINAR_LIST: _("Transcript of seminars"),
    }[record.kind]


def _extent(record):
    return _(
        "%(kind)s: %(total)s teaching units of %(minutes)s minutes, "
        "%(presence)s in presence and %(self_study)s of self-study."
    ) % {
        "kind": _kind(record),
        "total": record.units_total,
        "minutes": record.minutes_per_unit,
        "presence": record.units_presence,
        "self_study": record.units_self_study,
    }


def _seminar(line):
    return _("%(position)s. %(title)s: %(presence)s teaching units in presence, %(self_study)s of self-study") % {
        "position": line.position,
        "title": line.title,
        "presence": line.units_presence,
        "self_study": line.units_self_study,
    }


def _attended(line):
    return _("%(position)s. %(title)s: %(units)s teaching units") % {
        "position": line.position,
        "title": line.title,
        "units": line.attended_units,
    }
