"""What the API says when it does not do what was asked, and what of it stands in the description."""

import json

from django.http import HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field

from lms.lib.refusals import Refusal


class Fault(Schema):
    """Why something was not done: a code for programs, a sentence for people in the asker's language."""

    code: str = Field(examples=["not_found"])
    message: str = Field(examples=["There is nothing here, or it is not yours."])


class Refused(Fault):
    """A "no" that depends on how things stand now; some codes bring facts of their own."""

    model_config = ConfigDict(extra="allow")

    code: str = Field(examples=["cohort_full"])
    message: str = Field(examples=["No seat of this cohort is free."])
    seats_left: int | None = Field(None, description="Free seats at that moment; null where they are not the reason.")


class FieldFault(Schema):
    """What is wrong with one field."""

    field: str = Field(examples=["participants.0.email"])
    message: str = Field(examples=["Enter a valid email address."])


class Malformed(Fault):
    """What was sent cannot be understood; every fault is named with its field."""

    code: str = Field(examples=["invalid"])
    errors: list[FieldFault]


class Invalid(Refusal):
    """A field of what was sent cannot be."""

    code = "invalid"
    status = 422

    def __init__(self, field, message):
        super().__init__(message)
        self.errors = [{"field": field, "message": str(message)}]


class TooManyRequests(Refusal):
    """This token asks more often than it may."""

    code = "too_many_requests"
    status = 429

    def __init__(self, message, retry_after):
        super().__init__(message)
        self.retry_after = retry_after


ALL = {401: Fault, 404: Fault, 409: Refused, 413: Fault, 422: Malformed, 429: Fault, 503: Fault}


def faults(*statuses):
    """Return {status: schema} for the description of a call; every call may also answer 401, 422 and 429."""
    return {status: ALL[status] for status in sorted({401, 422, 429, *statuses})}


def answer(status, model):
    """Return the response that says `model`, a Schema."""
    return HttpResponse(model.model_dump_json(), status=status, content_type="application/json")


def fault(status, code, message, **facts):
    """Return the response that says why not."""
    said = json.dumps({"code": code, "message": str(message), **facts}, ensure_ascii=False)
    return HttpResponse(said, status=status, content_type="application/json")
