"""What is sent to this room's calls and what they answer."""

import datetime as dt
from typing import Annotated

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from courses.booking.forms import MOST_AT_ONCE, PERSON_LIMITS
from courses.booking.models import Booking
from courses.curriculum.api import Price
from lms.api.fields import Text, word_among
from lms.organisations.models import Company

FIRST_BIRTHDAY = dt.date(1900, 1, 1)


def _email(value):
    try:
        validate_email(value)
    except ValidationError as fault:
        raise ValueError(fault.messages[0]) from fault
    return value


Seats = Annotated[int, Field(strict=True, ge=1, le=MOST_AT_ONCE, examples=[2])]
CompanyCode = Annotated[
    str, Text(Company._meta.get_field("code").max_length), Field(description="The company's code.", examples=["C01"])
]
PurchaseOrder = Annotated[str, Text(Booking._meta.get_field("purchase_order").max_length, empty=True)] | None
Language = Annotated[str, AfterValidator(word_among(dict(settings.LANGUAGES)))]


class ParticipantIn(Schema):
    """Somebody who gets a seat. Told apart by e-mail; what is known of a person is not changed by a booking."""

    model_config = ConfigDict(extra="forbid")

    given_name: Annotated[str, Text(PERSON_LIMITS["given_name"])] = Field(examples=["Ada"])
    family_name: Annotated[str, Text(PERSON_LIMITS["family_name"])] = Field(examples=["Beispiel"])
    email: Annotated[str, Text(PERSON_LIMITS["email"]), AfterValidator(_email)] = Field(examples=["ada@c01.example"])
    date_of_birth: dt.date | None = Field(
        None, ge=FIRST_BIRTHDAY, description="Kept of somebody new only.", examples=["1990-04-05"]
    )
    language: Language = Field(settings.LANGUAGE_CODE, description="Of letters to the person.", examples=["de"])


class BookingIn(Schema):
    """Seats for a company: all of them or none."""

    model_config = ConfigDict(extra="forbid")

    company: CompanyCode
    seats: Seats
    participants: list[ParticipantIn] = Field(
        [], max_length=MOST_AT_ONCE, description="At most as many as seats; the others are named later."
    )
    purchase_order: PurchaseOrder = Field(None, examples=["PO-4711"])
    waiting_list: bool = Field(
        False, strict=True, description="Where the seats do not suffice: go onto the waiting list, answered by 202."
    )


class CohortOut(Schema):
    """A run of a programme."""

    code: str = Field(examples=["PK-6"])
    number: int
    programme: str = Field(examples=["PK"])
    title: str
    edition: str
    status: str = Field(description="planned, booking_open, running, completed or cancelled")
    open: bool = Field(description="Whether seats can be booked now.")
    starts_on: dt.date
    ends_on: dt.date
    booking_closes_on: dt.date | None
    seats: int
    seats_left: int = Field(description="How many can be booked: free, and admitted by the hosts of all sessions.")
    price_per_seat: Price
    links: dict[str, str]


class PricePaid(Schema):
    """What a seat of this booking costs, fixed when it was booked; whole cents."""

    cents: int = Field(examples=[480_000])
    currency: str = Field(examples=["EUR"])
    member: bool = Field(description="Whether it is the price for members of the cluster.")


class ParticipantOut(Schema):
    """Who sits on a seat."""

    given_name: str
    family_name: str
    email: str


class SeatOut(Schema):
    """A seat: `participant` is null while nobody is named, and for people whom the company may not see any more."""

    number: int
    named: bool
    participant: ParticipantOut | None


class BookingOut(Schema):
    """A booking of a company."""

    id: int
    cohort: str = Field(examples=["PK-6"])
    company: str | None = Field(description="Null for a private payer.", examples=["C01"])
    status: str = Field(description="active or cancelled")
    price_per_seat: PricePaid
    seats: list[SeatOut]
    purchase_order: str | None
    booked_at: dt.datetime
    links: dict[str, str]


class BookingNow(BookingOut):
    """A booking, with what cancelling it would cost today."""

    cancellation_fee_cents: int | None = Field(
        description="For all its seats together; null once it cannot be cancelled any more."
    )


class Cancelled(Schema):
    """A booking that was given back."""

    id: int
    status: str = Field(examples=["cancelled"])
    seats: int = Field(description="Seats given back.")
    fee_cents: int = Field(description="For all of them together.")
    currency: str


class WaitingIn(Schema):
    """Seats that a company waits for."""

    model_config = ConfigDict(extra="forbid")

    company: CompanyCode
    seats: Seats
    accepts_fewer: bool = Field(False, strict=True, description="Whether fewer seats are welcome too.")
    purchase_order: PurchaseOrder = None


class AcceptIn(Schema):
    """How an offer is accepted."""

    model_config = ConfigDict(extra="forbid")

    keep_waiting: bool = Field(
        False, strict=True, description="Whether to wait on for the rest, where fewer are offered than wanted."
    )


class Offer(Schema):
    """Seats kept for an entry."""

    seats: int
    until: dt.datetime = Field(description="After that moment the offer has lapsed.")


class WaitingOut(Schema):
    """An entry of a waiting list."""

    id: int
    cohort: str = Field(examples=["PK-6"])
    company: str | None = Field(examples=["C01"], description="null: a private payer; only the office sees those.")
    state: str = Field(description="waiting, offered, accepted, declined, lapsed or withdrawn")
    seats: int = Field(description="Seats wanted.")
    accepts_fewer: bool
    position: int | None = Field(description="The place in line, from 1 on; null unless it waits.")
    since: dt.datetime
    offer: Offer | None
    booking: int | None = Field(description="What accepting the offer made.")
    links: dict[str, str]
