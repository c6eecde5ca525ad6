"""Certificates over the API: for chambers, which verify many at once, and for offices, which issued them."""

import datetime as dt
from typing import Annotated

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Body, Router, Schema
from pydantic import ConfigDict, Field, model_validator

from certificates.issuing.models import Certificate
from certificates.issuing.register import entries_of
from certificates.issuing.showing import printed_name
from certificates.verification import limits
from certificates.verification.many import MOST, Asked, check_many
from certificates.verification.rules import tidy_number
from courses.curriculum.permissions import programmes_managed_by
from lms.api.door import ROOT
from lms.api.faults import TooManyRequests, answer, faults
from lms.api.fields import Text
from lms.api.v1 import api
from lms.organisations.permissions import chambers_of

router = Router(tags=["Certificates"])
Status = Annotated[
    str,
    Field(
        description="valid, name_erased (valid, but it names nobody), replaced, revoked, suspended or unknown.",
        examples=["valid"],
    ),
]


class QuestionIn(Schema):
    """A code alone; or a number, with surname and date of birth as on the paper or without."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[str, Text(60)] | None = Field(None, examples=["PNF-2026-0000"])
    family_name: Annotated[str, Text(150)] | None = Field(None, examples=["Beispiel"])
    date_of_birth: dt.date | None = Field(None, examples=["1990-04-05"])
    code: Annotated[str, Text(60)] | None = Field(None, examples=["K7QM-3HXP-90AB-CDEF"])

    @model_validator(mode="after")
    def _one_or_the_other(self):
        named = self.number or self.family_name or self.date_of_birth
        if bool(self.code) == bool(named) or (named and not self.number):
            raise ValueError(_("Send either a code, or a number with what the paper says of its holder."))
        return self


class AnswerOut(Schema):
    """The answer to one question. What is not yours is `unknown` unless all three details match a valid one."""

    status: Status
    date: dt.date | None = Field(description="Since when; of a valid one the day of issue.")
    match: bool | None = Field(
        description="Whether it is valid and the details agree; null where none were sent or it does not hold."
    )


class AnswersOut(Schema):
    """One answer per question, in their order."""

    answers: list[AnswerOut]


class Countersigned(Schema):
    chamber: str = Field(examples=["IHK Musterfranken"])
    date: dt.date


class CertificateOut(Schema):
    """What the register says of a number."""

    number: str = Field(examples=["PNF-2026-0000"])
    status: Status
    date: dt.date = Field(description="Since when it has this status; of a valid one the day of issue.")
    kind: str = Field(description="certificate, attendance_confirmation or seminar_list.", examples=["certificate"])
    programme: str = Field(description="The programme's code.", examples=["PK"])
    cohort: str = Field(examples=["PK-4"])
    issued_on: dt.date
    copies: int = Field(description="1, and one more for each replacement copy.", examples=[1])
    holder: str | None = Field(description="As printed; null unless it is valid and names somebody.")
    countersigned: list[Countersigned]
    links: dict[str, str]


@router.post("/verifications", response={200: AnswersOut, **faults(404, 413)}, operation_id="verify_certificates")
def verifications(request, questions: Annotated[list[QuestionIn], Body(min_length=1, max_length=MOST)]):
    """Verify up to 1,000 certificates at once; for accounts that verify for a chamber. Nothing is written."""
    chambers = list(chambers_of(request.user))
    if not chambers:
        raise Http404
    if not limits.take_rows(request.user, len(questions), request.at):
        raise TooManyRequests(
            _("You have checked very many certificates within the hour. Please go on later."), retry_after=limits.HOUR
        )
    asked = [Asked(**{name: value for name, value in each.dict().items() if value}) for each in questions]
    found = check_many(asked, chambers)
    return answer(200, AnswersOut(answers=[_said(each) for each in found]))


@router.get("/certificates/{number}", response={200: CertificateOut, **faults(404)}, operation_id="read_certificate")
def certificate(request, number: str):
    """Read a certificate of your office's programmes, or of those that your chamber verifies."""
    readable = Q(cohort__edition__programme__in=programmes_managed_by(request.user).values("pk"))
    readable |= Q(cohort__edition__chamber__in=chambers_of(request.user).values("pk"))
    rows = Certificate.objects.filter(readable, number=tidy_number(number))
    [entry] = entries_of(rows.select_related("cohort__edition__programme")) or [None]
    if entry is None:
        raise Http404
    return answer(200, _shown(entry))


def _said(found):
    return AnswerOut(status=found.word, date=found.on, match=found.matches)


def _shown(entry):
    row = entry.certificate
    return CertificateOut(
        number=row.number,
        status=entry.status.word,
        date=entry.status.since(row.issued_on),
        kind=row.kind,
        programme=row.cohort.edition.programme.code,
        cohort=row.cohort.code,
        issued_on=row.issued_on,
        copies=len(entry.copies),
        holder=printed_name(entry) or None,
        countersigned=[
            Countersigned(chamber=name, date=on)
            for name, on in row.countersignatures.values_list("chamber__name", "on")
        ],
        links={"self": f"{ROOT}certificates/{row.number}", "cohort": f"{ROOT}cohorts/{row.cohort.code}"},
    )


api.add_router("", router)
