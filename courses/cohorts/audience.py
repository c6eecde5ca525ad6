"""Who is told when a session changes. Rooms above know participants, companies, guests; this room asks them."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from courses.cohorts.models import SeminarSession
from lms.accounts.grants import group_of
from lms.accounts.models import Person, User

_sources: list[Callable] = []


@dataclass(frozen=True)
class Reader:
    """
    Somebody to write to; `name` may be empty.

    `role` is participant, stand_in, company, payer (a person), paying_participant (both), lecturer or host.
    `has_booked`: they booked, before the change, so a right to withdraw is theirs. `free_until`: the last day on which
    they give back freely by the terms of their booking, whatever was moved.
    """

    email: str
    language: str
    role: str
    name: str = ""
    has_booked: bool = False
    free_until: dt.date | None = None

    @classmethod
    def of_person(cls, person, role, has_booked=False, free_until=None):
        """The Reader of a Person."""
        return cls(person.email, person.language, role, person.full_name, has_booked, free_until)

    @classmethod
    def of_user(cls, user, role):
        """The Reader of an account."""
        return cls(user.email, user.language, role, user.get_full_name())


def tells_of_sessions(source):
    """Register a function of (session, at) that returns Readers; a decorator, does nothing the second time."""
    if source not in _sources:
        _sources.append(source)
    return source


def host_contacts(sites):
    """Return Readers of those who receive groups at these sites (Nones among them are passed over)."""
    groups = [group_of(site, "hosts") for site in sites if site is not None]
    users = User.objects.filter(groups__in=groups, is_active=True).distinct()
    return [Reader.of_user(user, "host") for user in users]


def readers_of(session: SeminarSession, *, lecturers: Iterable[Person], sites, at) -> list[Reader]:
    """
    Return everybody who is told of a change of this session, each address once; nobody without an address.

    `lecturers` and `sites` are those of before and after the change. Lecturers and hosts come first, for the letter
    that tells them more; that they booked is kept whatever their role.
    """
    found = [Reader.of_person(person, "lecturer") for person in lecturers]
    found += host_contacts(sites)
    for source in _sources:
        found += source(session, at)
    once: dict[str, Reader] = {}
    for reader in found:
        if reader.email:
            first = once.setdefault(reader.email.lower(), reader)
            if reader.has_booked and not first.has_booked:
                once[reader.email.lower()] = replace(first, has_booked=True, free_until=reader.free_until)
    return list(once.values())
