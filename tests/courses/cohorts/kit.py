"""A cohort with a session at a host, a lecturer, participants and a company; everybody with an account."""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from tests.makers import (
    make_booker,
    make_cohort,
    make_company,
    make_edition,
    make_enrolment,
    make_host_contact,
    make_office_user,
    make_person,
    make_session,
    make_site,
    make_user,
)


def make_room(people=2, limit=20, days_ahead=30, **edition):
    """Return the scene; the session lies `days_ahead` days from today."""
    edition = make_edition(**{"max_group_size": max(5, people), **edition})
    day = timezone.localdate() + dt.timedelta(days=days_ahead)
    cohort = make_cohort(edition, status="running", starts_on=day, ends_on=day + dt.timedelta(days=400))
    site = make_site(make_company(name="Gastbetrieb GmbH"), max_visitors=limit, town="Hof")
    lecturer = make_user(make_person("Stefan", "Döhla"))
    company = make_company(billing_email="rechnung@firma.example")
    enrolments = [make_enrolment(cohort, make_person("Linh", f"Person {n:03}"), company) for n in range(people)]
    return SimpleNamespace(
        cohort=cohort,
        site=site,
        company=company,
        session=make_session(cohort, date=day, host=site, lecturers=[lecturer.person]),
        day=day,
        lecturer=lecturer,
        host=make_host_contact(site),
        booker=make_booker(company),
        office=make_office_user(),
        enrolments=enrolments,
        participant=make_user(enrolments[0].person) if enrolments else None,
        stranger=make_user(make_person()),
    )
