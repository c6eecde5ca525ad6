"""What somebody had before them when they filled in a page, so that nobody overwrites what they never saw."""

import datetime as dt
import json
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.cohorts.refusals import ChangedMeanwhile
from lms.audit.log import acts_of
from lms.lib.days import moment


def refuse_unseen(row, seen, stored, wanted):
    """
    Raise ChangedMeanwhile if a field of the row, which is locked, is no longer what was seen, nor what is wanted.

    `stored` and `wanted` are values by name, `seen` a token (None: it counts whatever stands there). A form sent twice
    finds what it wanted itself and goes through.
    """
    if seen is None:
        return
    now = token_of(stored)
    wished = token_of(wanted)
    if changed := [name for name in now if now[name] not in (seen.get(name, now[name]), wished.get(name, now[name]))]:
        raise ChangedMeanwhile(_said(row), stored, changed)


def token_of(values):
    """The values by name as plain texts, or lists of them: what a form carries along and what a field reads again."""
    return {name: _plain(value) for name, value in values.items()}


def packed(token):
    """A token as one text, for a hidden field."""
    return json.dumps(token, sort_keys=True)


def unpacked(text):
    """The token in a text; None if there is none, or it was not made here."""
    try:
        token = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    return token if isinstance(token, dict) else None


def last_act(row, verb=None):
    """The latest Act upon a row (with this verb, if there is one), or None."""
    acts = acts_of(row)
    return (acts.filter(verb=verb) if verb else acts).select_related("actor").first()


@dataclass(frozen=True)
class Differing:
    """A field that somebody else changed: what stands there now, and what was typed over it, if it was."""

    label: str
    now: str
    yours: str


class KeepsSeen:
    """A form that carries what its fields stood at, in a hidden field `seen`, and begins anew from a later state."""

    # A ChangedMeanwhile and its Differings, once somebody else has changed what this form changes.
    meanwhile = None
    differing = ()

    def clean_seen(self):
        """Return the token, or None."""
        return unpacked(self.cleaned_data["seen"])

    def stood_at(self, name, value):
        """Whether this is what the field stood at, now or when the form was drawn."""
        seen = unpacked(self.data.get("seen")) or {}
        return value == self.initial.get(name) or (name in seen and seen[name] == token_of({name: value})[name])

    def begin_anew(self, refusal):
        """Take over what a ChangedMeanwhile says, except in fields that were typed into; they stay as they are."""
        seen, now, typed = self.cleaned_data["seen"], token_of(refusal.stored), token_of(self.cleaned_data)
        data, rows = self.data.copy(), []
        for name in refusal.changed:
            field, kept = self.fields[name], typed[name] != seen[name]
            yours = _words(field, self.cleaned_data[name]) if kept else ""
            rows.append(Differing(field.label, _words(field, refusal.stored[name]), yours))
            if not kept:
                data.setlist(name, now[name] if isinstance(now[name], list) else [now[name]])
        data["seen"] = packed(now)
        self.data, self.meanwhile, self.differing = data, refusal, rows


def _said(row):
    act = last_act(row)
    if act is None:
        return _("This was changed meanwhile.")
    if act.actor is None:
        return _("This was changed meanwhile, on %(when)s.") % {"when": moment(act.at)}
    return _("%(who)s has changed this meanwhile, on %(when)s.") % {"who": act.actor, "when": moment(act.at)}


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if hasattr(value, "pk"):
        return str(value.pk)
    if isinstance(value, str):
        return value
    return sorted(_plain(one) for one in value) if hasattr(value, "__iter__") else str(value)


def _words(field, value):
    if value in (None, "") or (hasattr(value, "__len__") and not len(value)):
        return "–"
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, dt.time):
        return date_format(value, "TIME_FORMAT")
    if isinstance(value, str) and hasattr(field, "choices"):
        return str(dict(field.choices).get(value, value))
    return ", ".join(map(str, value)) if hasattr(value, "__iter__") and not isinstance(value, str) else str(value)
