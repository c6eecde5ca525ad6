"""What a paper says, frozen: the one record from which it is printed, stored beside it as plain JSON."""

import dataclasses
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from certificates.document.pictures import Picture
from certificates.document.refusals import DocumentFault

CERTIFICATE = "certificate"
ATTENDANCE_CONFIRMATION = "attendance_confirmation"
SEMINAR_LIST = "seminar_list"
KINDS = (CERTIFICATE, ATTENDANCE_CONFIRMATION, SEMINAR_LIST)
# German, and beside it the English translation, on one sheet.
BOTH = "de+en"
LANGUAGES = ("de", "en", BOTH)
VERSION = 1


@dataclass(frozen=True, kw_only=True)
class SeminarLine:
    """One row of the contents. Units are teaching units; `attended_units` None: not to be told on this paper."""

    position: int
    title: str
    units_presence: int
    units_self_study: int = 0
    attended_units: int | None = None
    held_on: date | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs; without a picture of the signature there is a line to sign on."""

    name: str
    function: str = ""
    signature: Picture | None = None


@dataclass(frozen=True, kw_only=True)
class DocumentRecord:
    """
    Everything printed, in the language of the paper; nothing is looked up when it is printed.

    `requirements` are sentences on what was met, without marks. `statements` go to the small print. A replacement
    copy keeps number and `issued_on` and adds `copy_mark` and `copy_issued_on`. `code` and `verify_url` may be empty
    only on a list of attended seminars. `heading`, `opening` and `closing` (lines) stand in for the usual words where
    they are not empty; `seal` is "drawn", "none" or "picture". In language BOTH the fields are German and `translation`
    is the same record in English. Raises DocumentFault where the record contradicts itself.
    """

    kind: str
    language: str
    number: str
    programme_title: str
    given_name: str
    family_name: str
    period_start: date
    period_end: date
    issued_on: date
    issuer_name: str
    issuer_town: str
    seminars: tuple[SeminarLine, ...]
    units_presence: int
    units_self_study: int
    units_total: int
    code: str = ""
    verify_url: str = ""
    date_of_birth: date | None = None
    place_of_birth: str = ""
    copy_issued_on: date | None = None
    copy_mark: str | None = None
    certifier: str | None = None
    chamber: str | None = None
    signatories: tuple[Signatory, ...] = ()
    minutes_per_unit: int = 45
    requirements: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    # False: an exception was granted, so the paper does not claim it.
    attended_regularly: bool = True
    # True: an exception was granted for whatever it was, so the office's own sentences may claim too much.
    by_exception: bool = False
    edition: str = ""
    heading: str = ""
    opening: str = ""
    closing: tuple[str, ...] = ()
    logos: tuple[Picture, ...] = ()
    seal: str = "drawn"
    seal_picture: Picture | None = None
    translation: "DocumentRecord | None" = None

    def __post_init__(self):
        for name in ("seminars", "signatories", "requirements", "statements", "closing", "logos"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if self.kind not in KINDS or self.language not in LANGUAGES:
            raise DocumentFault(_("There is no such kind of document or language."), reason="record")
        if not self._is_translated():
            raise DocumentFault(_("A paper in two languages must say the same in both."), reason="record")
        if self.period_end < self.period_start:
            raise DocumentFault(_("The period ends before it starts."), reason="record")
        if bool(self.copy_mark) != bool(self.copy_issued_on):
            raise DocumentFault(_("A replacement copy needs both its mark and its date of issue."), reason="record")
        if self.kind != SEMINAR_LIST and not (self.code and self.verify_url):
            raise DocumentFault(_("This document needs a code and the address to verify it."), reason="record")

    def _is_translated(self):
        if self.language != BOTH:
            return self.translation is None
        other = self.translation
        same = ("kind", "number", "code", "name", "issued_on", "units_total")
        return (
            other is not None
            and other.language == "en"
            and all(getattr(self, name) == getattr(other, name) for name in same)
            and len(self.seminars) == len(other.seminars)
            and len(self.signatories) == len(other.signatories)
        )

    @property
    def spoken(self):
        """The language of the paper itself, beside which a translation may stand."""
        return spoken(self.language)

    @property
    def main(self):
        """This record without its translation."""
        return dataclasses.replace(self, language=self.spoken, translation=None)

    @property
    def name(self):
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def units_attended(self):
        """Teaching units attended, as the paper tells them; None where it does not."""
        told = [line.attended_units for line in self.seminars if line.attended_units is not None]
        return sum(told) if told else None

    @property
    def dated(self):
        """The day this copy was made out: metadata carry it, so that printing twice gives the same bytes."""
        return self.copy_issued_on or self.issued_on

    @property
    def pictures(self):
        """Every Picture that is printed."""
        all_of_them = (*self.logos, *(one.signature for one in self.signatories), self.seal_picture)
        return [one for one in all_of_them if one is not None]

    def to_json(self):
        """Return the record as plain JSON types; dates are ISO 8601."""
        return {"version": VERSION, **_plain(dataclasses.asdict(self))}

    @classmethod
    def from_json(cls, data):
        """Return the record that `to_json` gave. Raises DocumentFault if `data` has another shape."""
        try:
            values = dict(data)
            if values.pop("version") != VERSION:
                raise ValueError("version")
            for name in ("period_start", "period_end", "issued_on", "date_of_birth", "copy_issued_on"):
                values[name] = _day(values.get(name))
            values["seminars"] = tuple(_seminar(line) for line in values["seminars"])
            values["signatories"] = tuple(_signatory(one) for one in values.get("signatories", ()))
            values["logos"] = tuple(_picture(one) for one in values.get("logos", ()))
            values["seal_picture"] = _picture(values.get("seal_picture"))
            translation = values.get("translation")
            values["translation"] = None if translation is None else cls.from_json({"version": VERSION, **translation})
            return cls(**values)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise DocumentFault(_("The stored record cannot be read."), reason="record") from error


def spoken(language):
    """Return the one language of a paper in which it speaks first: "de" of "de+en"."""
    return language.partition("+")[0]


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _day(text):
    return None if text is None else date.fromisoformat(text)


def _seminar(line):
    return SeminarLine(**{**line, "held_on": _day(line.get("held_on")), "topics": tuple(line.get("topics", ()))})


def _signatory(one):
    return Signatory(**{**one, "signature": _picture(one.get("signature"))})


def _picture(data):
    return None if data is None else Picture(**data)
