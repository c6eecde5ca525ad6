"""Gathers what the rooms define, so that Django keeps one set of migrations."""

from courses.attendance.models import AbsenceReason, Correction, MakeUp, Mark, Sheet, StandInCorrection
from courses.booking.models import (
    Booking,
    Declaration,
    Enrolment,
    Pledge,
    Seat,
    SeatEvent,
    StandIn,
    TakeoverRequest,
    WaitEntry,
)
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.completion.models import PaperOutcome
from courses.curriculum.models import (
    CancellationStep,
    Edition,
    Instalment,
    PriceLine,
    Programme,
    Requirement,
    Seminar,
)
from courses.curriculum.pages import CataloguePage, InfoPage, LessonPage, ProgrammePage, SeminarPage
from courses.invoicing.models import BankFile, BankLine, Invoice, InvoiceLine, NumberSeries, Payment, SeatsGiven
from courses.learning.models import LessonDone, Result

__all__ = [
    "AbsenceReason",
    "BankFile",
    "BankLine",
    "Booking",
    "CancellationStep",
    "CataloguePage",
    "Cohort",
    "Correction",
    "Declaration",
    "Edition",
    "Enrolment",
    "InfoPage",
    "Instalment",
    "Invoice",
    "InvoiceLine",
    "LessonDone",
    "LessonPage",
    "MakeUp",
    "Mark",
    "NumberSeries",
    "PaperOutcome",
    "Payment",
    "Pledge",
    "PriceLine",
    "Programme",
    "ProgrammePage",
    "Requirement",
    "Result",
    "Seat",
    "SeatEvent",
    "SeatsGiven",
    "Seminar",
    "SeminarPage",
    "SeminarSession",
    "SessionDay",
    "Sheet",
    "StandIn",
    "StandInCorrection",
    "TakeoverRequest",
    "WaitEntry",
]
