"""Collects what a public programme page and the catalogue show, in a bounded number of queries."""

import datetime as dt
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from courses.curriculum import drawing, facts, rules
from courses.curriculum.models import Edition, Requirement, Seminar
from courses.curriculum.questions import questions_about
from lms.lib import figures
from lms.lib.translated import Translated

# More parts than that do not fit side by side; the way is then drawn downwards, the tree not at all.
PATH_AT_MOST, TREE_AT_MOST = 13, 24


def programme_showcase(programme_id, at, day):
    """
    Return what the page of a programme (its pk) shows at the moment `at`, local date `day`: a dict for its template.

    The edition shown is that of the cohort that can be booked next, else the newest in force, else the one that comes
    into force first. None of these: only `facts` and `edition` None.
    """
    known = facts.programme_facts(programme_id, at)
    edition = known.next.edition if known.next else _current_edition(programme_id, day)
    if edition is None:
        return {"facts": known, "edition": None}
    seminars = list(
        Seminar.objects.filter(edition=edition).select_related("host__company", "lecturer").order_by("position")
    )
    stops = _stops(seminars, known.next, edition)
    scale = drawing.to_scale([stop["date"] for stop in stops]) if len(stops) <= PATH_AT_MOST else None
    for stop, start in zip(stops, scale.starts if scale else (), strict=False):
        stop["start"] = start
    kinds = list(Requirement.objects.filter(edition=edition).values_list("kind", "pass_percent", "details"))
    steps = list(edition.cancellation_steps.order_by("-until_days_before"))
    hosts = _hosts(stops)
    return {
        "facts": known,
        "edition": edition,
        "seminars": seminars,
        "stops": stops,
        "scale": scale,
        "tree": drawing.tree(len(seminars)) if len(seminars) <= TREE_AT_MOST else [],
        "hosts": hosts,
        "map": drawing.host_map(hosts),
        "lecturers": _lecturers(stops),
        "prices": _prices(edition),
        "cancellation_steps": steps,
        "assessments": [kind for kind, _percent, _details in kinds if kind != Requirement.Kind.KNOWLEDGE_CHECK],
        "practice": rules.practice_share([(one.units_presence, one.practice_share) for one in seminars]),
        "self_study": rules.self_study_share(edition.units_presence, edition.units_online),
        "questions": questions_about(edition, kinds, steps),
    }


def _current_edition(programme_id, day):
    editions = Edition.objects.filter(programme=programme_id).select_related("programme__office", "chamber")
    return editions.current(day).first() or editions.published().order_by("valid_from", "pk").first()


def _stops(seminars, cohort, edition):
    """Return each seminar with its session's dates, host and lecturers, or with what is usual where none is fixed."""
    sessions = {session.seminar_id: session for session in cohort.sessions} if cohort else {}
    stops = []
    for index, seminar in enumerate(seminars):
        session = sessions.get(seminar.pk)
        days = session.days if session else ()
        weeks = int(index * edition.interval_weeks)
        site = (session.site if session else None) or seminar.host
        stops.append(
            {
                "seminar": seminar,
                "days": days,
                "said_days": dates_said(days),
                "town": town_of(site),
                # Only to draw by: the page says "planned" where no session is fixed.
                "date": days[0] if days else cohort.starts_on + dt.timedelta(weeks=weeks) if cohort else None,
                "month": weeks * 12 // 52 + 1,
                "site": site,
                "lecturers": (session.lecturers if session else ())
                or ((seminar.lecturer,) if seminar.lecturer else ()),
            }
        )
    return stops


def _hosts(stops):
    """Return the hosts in the order of the way, each with the numbers of its seminars."""
    found = {}
    for stop in stops:
        site = stop["site"]
        if site is None:
            continue
        one = found.setdefault(
            site.pk,
            {
                "numbers": [],
                "name": site.company.name if site.company else site.name,
                "business": site.company.business if site.company else "",
                "town": town_of(site),
                "latitude": site.latitude,
                "longitude": site.longitude,
            },
        )
        one["numbers"].append(stop["seminar"].position)
    return list(found.values())


def _lecturers(stops):
    found = {person.pk: person for stop in stops for person in stop["lecturers"]}
    return [
        {
            "person": person,
            "initials": (person.given_name[:1] + person.family_name[:1]).upper(),
            "profile": Translated((person.profile or {}).get("text") or {}).here,
        }
        for person in found.values()
        if not person.erased_at
    ]


def town_of(site):
    """Return the town of a site, else of its company; empty if neither is known."""
    return (site.town or (site.company.town if site.company else "")) if site else ""


def dates_said(days):
    """Write the days of a session briefly: "27 January 2028", or first and last day of several."""
    if not days:
        return ""
    if len(days) == 1:
        return formats.date_format(days[0], "DATE_FORMAT")
    return _("%(first)s to %(last)s") % {
        "first": formats.date_format(days[0], "SHORT_DATE_FORMAT"),
        "last": formats.date_format(days[-1], "SHORT_DATE_FORMAT"),
    }


def _prices(edition):
    """Return both prices in cents, each with its instalments in words."""
    parts = list(edition.instalments.select_related("due_at").order_by("position"))
    if not (edition.price_member or edition.price_non_member):
        return []
    return [
        {"label": label, "cents": cents, "said": instalments_said(parts, cents)}
        for label, cents in ((_("Members"), edition.price_member), (_("Others"), edition.price_non_member))
    ]


def instalments_said(parts, cents):
    """Write the instalments of a price in cents: how many of how much, and when each is due. Exact to the cent."""
    if len(parts) < 2:
        return _("due at booking") if not parts or parts[0].due_at is None else ""
    amounts = [figures.euro((Decimal(cents) * part.percent / 100).quantize(Decimal(1))) for part in parts]
    dues = [
        _("before seminar %(position)d") % {"position": part.due_at.position} if part.due_at else _("at booking")
        for part in parts
    ]
    if len(set(amounts)) == 1:
        return _("%(count)d instalments of %(amount)s: %(dues)s") % {
            "count": len(parts),
            "amount": amounts[0],
            "dues": ", ".join(dues),
        }
    return ", ".join(f"{amount} {due}" for amount, due in zip(amounts, dues, strict=True))
