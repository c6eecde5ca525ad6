"""Gathers what the rooms define, so that Django keeps one set of migrations."""

from courses.attendance.models import AbsenceReason, Correction, MakeUp, Mark, Sheet
from courses.booking.models import Booking, Enrolment, Pledge, Seat, SeatEvent, StandIn, TakeoverRequest, WaitEntry
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.completion.models import PaperOutcome
from courses.curriculum.models import CancellationStep, Edition, Instalment, Programme, Requirement, Seminar
from courses.curriculum.pages import CataloguePage, InfoPage, LessonPage, ProgrammePage, SeminarPage
from courses.learning.models import LessonDone, Result

__all__ = [
    "AbsenceReason",
    "Booking",
    "CancellationStep",
    "CataloguePage",
    "Cohort",
    "Correction",
    "Edition",
    "Enrolment",
    "InfoPage",
    "Instalment",
    "LessonDone",
    "LessonPage",
    "MakeUp",
    "Mark",
    "PaperOutcome",
    "Pledge",
    "Programme",
    "ProgrammePage",
    "Requirement",
    "Result",
    "Seat",
    "SeatEvent",
    "Seminar",
    "SeminarPage",
    "SeminarSession",
    "SessionDay",
    "Sheet",
    "StandIn",
    "TakeoverRequest",
    "WaitEntry",
]
