"""What the templates of the sheet are given; they decide nothing."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.attendance import rules
from courses.attendance.display import fields_of, side_of, stand_in_word, status_choices, word_of
from courses.attendance.forms import MakeUpForm
from courses.attendance.models import AbsenceReason, Correction, Mark, StandInCorrection
from courses.attendance.roster import lines_of
from courses.curriculum.permissions import may_manage


def sheet_page(request, session, filled, at):
    """Return the context of the roll call: the days with their rows, sums, what closing needs, corrections."""
    sheet = getattr(session, "sheet", None)
    closed = rules.is_closed(sheet)
    office = may_manage(request.user, session.cohort.edition.programme)
    corrections = _corrections(session) if closed else []
    of_stand_ins = _corrections_of_stand_ins(session) if closed else []
    reasons = _reasons(session) if office else {}
    typed, first = filled.stand_ins(), filled.rows[0].line.day.pk if filled.rows else None
    rows = [
        _row(row, number, filled, closed, office, corrections, reasons, typed)
        | {"once": row.line.day.pk == first, "corrected_stand_in": _of_stand_in(row.line.stand_in, of_stand_ins)}
        for number, row in _numbered(filled)
    ]
    days = _days(session, rows, at)
    unsigned = [row for row in rows if row["value"].status == rules.OPEN and not row["stand_in"]]
    taught = sum(each["day"].units for each in days if each["due"])
    return {
        # A stand-in is entered once for the whole session, with the units of the days that have come.
        "unit_choices": range(taught + 1),
        "session": session,
        "sheet": sheet,
        "closed": closed,
        "office": office,
        "filled": filled,
        "days": days,
        "people": len({row["enrolment"] for row in rows}),
        "attended": sum(row["attended"] for row in rows),
        "planned": sum(row["planned"] for row in rows if not row["stand_in"]),
        "with_note": sum(1 for row in rows if row["kind"] == "note"),
        "unsigned": unsigned,
        "unsigned_names": list(dict.fromkeys(row["person"] for row in unsigned)),
        "corrections": corrections,
        "stand_in_corrections": of_stand_ins,
        "choices": status_choices(),
        "typed": filled.data is not None,
        "due": bool(days) and days[0]["due"],
        "whole_due": bool(days) and days[-1]["due"],
        "bulk": _bulk(filled),
    }


def _numbered(filled):
    """Count the people of each day from 1."""
    counts: dict[int, int] = {}
    for row in filled.rows:
        counts[row.line.day.pk] = counts.get(row.line.day.pk, 0) + 1
        yield counts[row.line.day.pk], row


def _row(row, number, filled, closed, office, corrections, reasons, typed):
    line, value, units = row.line, row.value, row.line.day.units
    called = filled.called(line.day.pk)
    chip_kind, icon_name, word = word_of(value, units, called=called)
    if line.stand_in:
        chip_kind, icon_name, word = stand_in_word(line.stand_in, called=called)
    if line.guest:
        word = _("%(word)s; guest from %(cohort)s") % {"word": word, "cohort": line.enrolment.cohort.code}
    away = value.status in (rules.EXCUSED, rules.UNEXCUSED)
    return {
        "key": row.key,
        "day": line.day.pk,
        "enrolment": line.enrolment.pk,
        "mark": line.mark,
        "number": number,
        "person": line.name,
        "absent": line.absent,
        "stand_in": line.stand_in,
        "units_there": typed.get(line.stand_in.pk, line.stand_in.units) if line.stand_in else None,
        "value": value,
        "seen": row.seen,
        "chosen": row.chosen,
        "note": value.note,
        "units": fields_of(value, units),
        "attended": value.units,
        "planned": units,
        "kind": _edge(row, called),
        "chip_kind": chip_kind,
        "icon_name": icon_name,
        "word": word,
        "fault": row.fault,
        "now": _now(row, units) if row.clash else "",
        "disabled": closed,
        "corrected": [each for each in corrections if line.mark and each.mark_id == line.mark.pk],
        "reason_of": line.mark if office and away and line.mark and not line.guest and not line.stand_in else None,
        "reason": reasons.get(line.mark.pk, "") if line.mark else "",
    }


def _edge(row, called):
    if row.fault or row.clash:
        return "stop"
    if row.line.stand_in:
        return ""
    return side_of(row.value) if called or row.value.status != rules.OPEN else ""


def _now(row, units):
    mark = row.line.mark
    facts = {"word": word_of(row.now, units)[2], "units": row.now.units, "who": "", "at": ""}
    if mark is not None and mark.marked_by is not None:
        facts |= {"who": str(mark.marked_by.person or mark.marked_by), "at": date_format(mark.marked_at, "TIME_FORMAT")}
        return _("In the list since %(at)s, by %(who)s: %(word)s (%(units)s UE). Above is your entry.") % facts
    return _("In the list now: %(word)s (%(units)s UE). Above is your entry.") % facts


def _days(session, rows, at):
    today = timezone.localdate(at)
    days = []
    for day in session.days.order_by("date"):
        mine = [row for row in rows if row["day"] == day.pk]
        days.append(
            {
                "day": day,
                "rows": mine,
                "numbers": range(1, day.units + 1),
                "due": day.date <= today,
                "late": _times(day, "from", range(2, day.units + 1), _("there from unit %(number)s")),
                "early": _times(day, "until", range(1, day.units), _("there until unit %(number)s")),
                "untouched": sum(1 for row in mine if row["value"].status == rules.OPEN and not row["stand_in"]),
            }
        )
    return days


def _times(day, word, numbers, label):
    return [(f"{day.pk}-{word}-{number}", label % {"number": number}) for number in numbers]


def _bulk(filled):
    """What the part "several at once" shows again after something was wrong with it."""
    data = filled.data
    typed = data is not None and not filled.is_valid and filled.act == "bulk"
    return {
        "open": typed,
        "who": set(data.getlist("bulk-who")) if typed else set(),
        "when": data.get("bulk-when", "") if typed else "",
        "note": data.get("bulk-note", "") if typed else "",
    }


def _corrections(session):
    return list(
        Correction.objects.filter(mark__day__session=session).select_related(
            "author__person", "mark__day", "mark__enrolment__person"
        )
    )


def _corrections_of_stand_ins(session):
    rows = StandInCorrection.objects.filter(stand_in__session=session)
    return list(rows.select_related("author__person", "stand_in__person"))


def _of_stand_in(stand_in, corrections):
    return [each for each in corrections if stand_in is not None and each.stand_in_id == stand_in.pk]


def _reasons(session):
    return dict(AbsenceReason.objects.filter(mark__day__session=session).values_list("mark", "text"))


def paper_page(session):
    """Return the context of the printed sheet: per day the people with their fields."""
    days = []
    for line in lines_of(session):
        if not days or days[-1]["day"].pk != line.day.pk:
            days.append({"day": line.day, "rows": [], "numbers": range(1, line.day.units + 1)})
        days[-1]["rows"].append(
            {
                "person": line.name,
                "absent": line.absent,
                "guest": line.enrolment.cohort.code if line.guest else "",
                "units": fields_of(rules.Value() if line.stand_in else line.value, line.day.units),
                "away": not line.stand_in and line.value.status in rules.AWAY and Mark.Status(line.value.status).label,
            }
        )
    return {"session": session, "days": days}


def ways_of(missed):
    """Return the choices of the make-up form for one missed seminar: sessions with room, then evidence."""
    ways = [
        (
            str(fit.session.pk),
            _("%(session)s on %(date)s: %(host)s, %(room)s")
            % {
                "session": fit.session.spoken,
                "date": date_format(fit.days[0].date, "DATE_FORMAT"),
                "host": _place(fit.session.host),
                "room": _room(fit),
            },
        )
        for fit in missed.fitting
        if fit.has_room
    ]
    return [*ways, (MakeUpForm.EVIDENCE, _("Evidence of something equivalent"))]


def _place(site):
    if site is None:
        return _("place follows")
    return f"{site.company.name if site.company else site.name}, {site.town}".strip(", ")


def _room(fit):
    if fit.room is None:
        return _("no limit at the host")
    return _("%(expected)s of %(most)s places taken") % {"expected": fit.expected, "most": fit.expected + fit.room}
