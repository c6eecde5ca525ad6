"""Lecturers and participants as people, and for whom they worked from when to when."""

import datetime as dt

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from lms.accounts.models import Person
from lms.organisations.models import Employment

TITLES = ("Dr.", "Prof.", "Dipl.-Ing.", "Dipl.-Phys.", "Dipl.-Chem.", "Dr.-Ing.", "M.Sc.", "B.Sc.", "habil.", "h.c.")


def write_people(ledger):
    """Leave `people` in the ledger, by the file's ids. Notes about people are not loaded."""
    lecturers, participants = ledger.data["lecturers"], ledger.data["participants"]
    rows = [(record.node, lecturer_of(record)) for record in lecturers]
    rows += [(record.node, participant_of(record, ledger.at)) for record in participants]
    refuse_taken_emails(ledger, rows)
    if ledger.faults:
        return
    people = ledger.settle(Person, rows, ("reference",), skip=("erased_at",))
    ledger.people = {person.reference: person for person in people}
    ledger.add(
        employment
        for record in [*lecturers, *participants]
        if ledger.is_new(ledger.people[record["id"]])
        for employment in employments_of(record, ledger)
    )


def lecturer_of(record):
    """A lecturer's one name is taken apart: titles in front, family name last."""
    words = record["name"].split()
    title = []
    while len(words) > 1 and words[0] in TITLES:
        title.append(words.pop(0))
    profile = {"may_publish": record["may_publish"]}
    if record["profile"]:
        profile["text"] = record["profile"]
    return Person(
        reference=record["id"],
        academic_title=" ".join(title),
        given_name=" ".join(words[:-1]),
        family_name=words[-1],
        email=record["email"],
        profile=profile,
    )


def participant_of(record, at):
    """A participant; of somebody erased nothing but that there was somebody."""
    if record["status"] == "erased":
        return Person(reference=record["id"], family_name="", erased_at=at)
    return Person(
        reference=record["id"],
        **{key: record[key] for key in ("given_name", "family_name", "academic_title", "date_of_birth")},
        **{key: record[key] for key in ("place_of_birth", "email", "language")},
    )


def refuse_taken_emails(ledger, rows):
    """An e-mail that another person has already is a fault: they would become one."""
    wanted = {row.email.lower(): (place, row.reference) for place, row in rows if row.email}
    known = Person.objects.annotate(folded=Lower("email")).filter(folded__in=wanted)
    for person in known:
        place, reference = wanted[person.email.lower()]
        if person.reference != reference:
            ledger.fault(place.keys.get("email", place), _("another person has this e-mail already"))


def employments_of(record, ledger):
    """Employments of a new person. In the file `until` is the last day, in the table the day after."""
    history = record.get("employment_history") or ()
    if not history and record["company"]:
        yield Employment(person=ledger.people[record["id"]], company=ledger.companies[record["company"]])
    for one in history:
        yield Employment(
            person=ledger.people[record["id"]],
            company=ledger.companies[one["company"]],
            since=one["since"],
            until=one["until"] + dt.timedelta(days=1) if one["until"] else None,
        )


def employer_on(record, day):
    """The id of the company that a participant of the file worked for on `day`, None without one."""
    for one in record["employment_history"]:
        if (one["since"] is None or one["since"] <= day) and (one["until"] is None or day <= one["until"]):
            return one["company"]
    return record["company"]
