"""How a line of the sheet reads: sign, word and punch card for the templates."""

from django.utils.translation import gettext as _

from courses.attendance import rules


def status_choices():
    """What may be chosen beside the punch card, as (value, word)."""
    return [
        ("", _("as ticked")),
        (rules.EXCUSED, _("excused")),
        (rules.UNEXCUSED, _("unexcused")),
        (rules.ONLINE, _("joined online")),
        (rules.REFUSED_ENTRY, _("refused entry")),
    ]


def word_of(value, units, called=True):
    """
    Return (kind of chip, icon, word) for a Value on a day of `units` teaching units.

    `called`: whether the roll of that day has been called at all; before that nobody is missing a signature.
    """
    numbers = rules.numbers_of(value.punched)
    note = f", {value.note}" if value.note else ""
    if value.status == rules.OPEN:
        if called:
            return "stop", "warn", _("not signed, counts 0 UE")
        return "open", "ring", _("not called yet")
    if value.status == rules.EXCUSED:
        return "wait", "dash", _("excused")
    if value.status == rules.UNEXCUSED:
        return "stop", "cross", _("unexcused")
    if value.status == rules.REFUSED_ENTRY:
        return "stop", "stop", _("refused entry") + note
    if value.status == rules.ONLINE:
        return "done", "play", _("joined online") + note
    if value.status == rules.LATE:
        return "wait", "clock", _("from unit %(number)s") % {"number": numbers[0]} + note
    if value.status == rules.LEFT_EARLY:
        return "wait", "clock", _("until unit %(number)s") % {"number": numbers[-1]} + note
    if len(numbers) < units:
        return "wait", "clock", _("present, with a gap") + note
    return "done", "check", _("present") + note


def stand_in_word(stand_in, called=True):
    """The same for a line on which a StandIn comes for somebody: what the stand-in attended, in teaching units."""
    if stand_in.units is None:
        return ("stop", "warn", _("not entered yet")) if called else ("open", "swap", _("stand-in, not called yet"))
    if not stand_in.units:
        return "stop", "cross", _("did not come")
    return "done", "check", _("was there: %(units)s UE") % {"units": stand_in.units}


def side_of(value):
    """Return the colour at the edge of the line: "stop", "note" or none."""
    kind = word_of(value, rules.units_of(value.punched))[0]
    return {"stop": "stop", "wait": "note"}.get(kind, "")


def fields_of(value, units):
    """Return the punch card as dicts for components/punch.html."""
    return [
        {"value": number, "label": number, "checked": bool(value.punched >> (number - 1) & 1)}
        for number in range(1, units + 1)
    ]
