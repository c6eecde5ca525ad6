"""Programmes over the API: what the catalogue shows, for programs."""

import datetime as dt

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from courses.curriculum.models import Edition, Programme
from lms.api import pages
from lms.api.faults import answer, faults
from lms.api.v1 import api

router = Router(tags=["Programmes"])


class Price(Schema):
    """Of a seat, in whole cents."""

    member_cents: int = Field(description="For members of the cluster on the day of booking.", examples=[480_000])
    non_member_cents: int = Field(examples=[580_000])
    currency: str = Field(examples=["EUR"])


class EditionOut(Schema):
    """The curriculum as it is in force now."""

    label: str = Field(examples=["2026"])
    valid_from: dt.date
    seminars: int = Field(examples=[11])
    duration_months: int
    units_presence: int = Field(description="Teaching units of `unit_minutes` minutes.")
    units_online: int
    unit_minutes: int = Field(examples=[45])
    group_size_at_most: int = Field(examples=[16])
    price: Price


class ProgrammeOut(Schema):
    """A programme; title and summary come in the language of the answer."""

    code: str = Field(examples=["PK"])
    title: str
    summary: str
    office: str = Field(description="Who runs it.")
    edition: EditionOut


@router.get("/programmes", response={200: pages.Page[ProgrammeOut], **faults()}, operation_id="list_programmes")
def programmes(request, page: pages.Number = 1):
    """List the programmes whose curriculum is in force."""
    in_force = Edition.objects.current(timezone.localdate(request.at))
    rows = (
        Programme.objects.filter(Exists(in_force.filter(programme=OuterRef("pk"))))
        .select_related("office")
        .prefetch_related(Prefetch("editions", in_force, to_attr="in_force"))
        .order_by("code")
    )
    return answer(200, pages.Page[ProgrammeOut](**pages.page_of(request, rows, page, _shown)))


def price_of(edition):
    """Return the Price of a seat by this edition."""
    return Price(
        member_cents=edition.price_member, non_member_cents=edition.price_non_member, currency=edition.currency
    )


def _shown(programme):
    edition = programme.in_force[0]
    return ProgrammeOut(
        code=programme.code,
        title=str(programme.title),
        summary=str(programme.summary),
        office=programme.office.name,
        edition=EditionOut(
            label=edition.label,
            valid_from=edition.valid_from,
            seminars=edition.seminar_count,
            duration_months=edition.duration_months,
            units_presence=edition.units_presence,
            units_online=edition.units_online,
            unit_minutes=edition.unit_minutes,
            group_size_at_most=edition.max_group_size,
            price=price_of(edition),
        ),
    )


api.add_router("", router)
