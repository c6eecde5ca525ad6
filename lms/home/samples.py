"""Sample content for the style page: made up, in German, because it stands for what people enter."""

from datetime import date
from fractions import Fraction

from django import forms as django_forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

COLOURS = [
    "paper",
    "sheet",
    "inset",
    "ink",
    "ink-soft",
    "line",
    "edge",
    "line-strong",
    "reseda",
    "reseda-mid",
    "reseda-tint",
    "on-reseda",
    "blue",
    "blue-tint",
    "on-blue",
    "amber",
    "amber-mark",
    "amber-tint",
    "red",
    "red-tint",
    "on-red",
]
SPACES = [f"s{n}" for n in range(1, 9)]
ICONS = [
    "check",
    "cross",
    "dash",
    "ring",
    "done",
    "half",
    "next",
    "back",
    "lock",
    "clock",
    "warn",
    "stop",
    "info",
    "calendar",
    "pin",
    "train",
    "goggles",
    "bag",
    "cup",
    "book",
    "play",
    "doc",
    "quiz",
    "person",
    "chair",
    "swap",
    "plus",
    "euro",
    "load",
    "print",
    "search",
    "offline",
    "sync",
    "pen",
    "phone",
    "mail",
    "bell",
    "group",
    "factory",
    "seal",
]
PART_STATES = [
    ("done", "done", "erledigt"),
    ("half", "wait", "besucht, Kontrolle offen"),
    ("next", "next", "als Nächstes"),
]
PART_STATES += [
    ("", "", "18. März"),
    ("open", "lock", "ab 20. April"),
    ("miss", "stop", "versäumt"),
]


class SampleForm(django_forms.Form):
    """Each kind of field once, one of them wrong."""

    email = django_forms.EmailField(label="Dienstliche E-Mail", initial="t.yildirim@plassenplast.example")
    seats = django_forms.IntegerField(label="Anzahl Plätze", max_value=9, help_text="Namen können Sie später nennen.")
    cohort = django_forms.ChoiceField(label="Durchgang", choices=[("6", "PK-6, ab 23.09.2027: 9 frei")])
    note = django_forms.CharField(label="Bemerkung", required=False, widget=django_forms.Textarea({"rows": 2}))
    agreed = django_forms.BooleanField(label="Die Hausordnung habe ich gelesen")
    way = django_forms.ChoiceField(
        label="Anreise",
        choices=[("a", "Bahn"), ("b", "Auto")],
        widget=django_forms.RadioSelect,
        required=False,
    )


def forms():
    """Return a form per theme, filled in with a fault."""
    typed = {
        "email": "t.yildirim@plassenplast.example",
        "seats": "12",
        "cohort": "6",
        "way": "a",
    }
    return {
        theme: SampleForm({f"{theme}-{name}": value for name, value in typed.items()}, prefix=theme)
        for theme in ("light", "dark")
    }


def chapters():
    """Return the chapters of the style page: template, title, what it is for, and whether it needs the full width."""
    titles = [
        (
            "colours",
            _("Colours"),
            _("Each colour has one task. Text needs a contrast of 4.5, edges of controls 3."),
            False,
        ),
        (
            "type",
            _("Typefaces"),
            _("Serif for headings and numbers to remember, sans for all that is used."),
            False,
        ),
        ("spaces", _("Spaces"), _("A grid of four."), False),
        (
            "buttons",
            _("Buttons"),
            _("One green button per view: the next step."),
            False,
        ),
        ("chips", _("States"), _("Sign and word, colour only on top."), False),
        ("notices", _("Notices"), _("What is the matter, and what to do."), False),
        (
            "empty",
            _("Empty states"),
            _("They say what is missing and what comes next."),
            False,
        ),
        (
            "parts",
            _("Moulded part"),
            _("A seminar. Filled means: attended and its check passed."),
            True,
        ),
        (
            "path",
            _("The way"),
            _("The seminars of a programme, time runs to the right."),
            True,
        ),
        (
            "chairs",
            _("Chair"),
            _("A seat. There is never one more than the group allows."),
            False,
        ),
        (
            "form",
            _("Form"),
            _("The fault first, with a link to its field; what was typed is kept."),
            False,
        ),
        ("measures", _("Scales"), _("Three numbers, each with its own scale."), True),
        (
            "checklist",
            _("Checklist"),
            _("What is missing, and whose turn it is."),
            True,
        ),
        ("tasks", _("Tasks"), _("What to do, soonest first."), False),
        ("seatrows", _("Seats of a company"), "", True),
        ("rollcall", _("Roll call"), _("One field per teaching unit."), False),
        (
            "decisions",
            _("Decisions"),
            _("The situation, then at once the remedy."),
            True,
        ),
        (
            "heat",
            _("Cohorts at a glance"),
            _("The number is always written in the cell."),
            True,
        ),
        ("verdicts", _("Verdicts"), _("Each has a shape of its own."), True),
        ("tables", _("Tables and lists"), "", False),
        ("icons", _("Icons"), _("A grid of 24, lines of 1.75."), False),
    ]
    return [
        {
            "id": name,
            "template": f"home/styleguide/{name}.html",
            "title": title,
            "note": note,
            "wide": wide,
        }
        for name, title, note, wide in titles
    ]


def _strip():
    words = [PART_STATES[0]] * 4 + [
        PART_STATES[5],
        PART_STATES[0],
        PART_STATES[0],
        PART_STATES[1],
        *PART_STATES[2:5],
    ]
    titles = (
        "Auftakt Verständigung Werkstoffe Entwickeln Werkzeuge Prozess Automatisierung Fügen Qualität Kosten Kreislauf"
    )
    return [
        {
            "number": n,
            "title": title,
            "state": state,
            "chip_kind": kind,
            "word": word,
            "current": state == "next",
        }
        | ({"icon_name": "calendar"} if not kind else {})
        for n, (title, (state, kind, word)) in enumerate(zip(titles.split(), words, strict=True), 1)
    ]


def _seats(count, **numbers):
    states = [state for state, number in numbers.items() for _one in range(number)]
    states += ["free"] * (count - len(states))
    return [{"number": n, "state": state} for n, state in enumerate(states, 1)]


def samples():
    """Return what the chapters show."""
    shares = [Fraction(100), Fraction(93), Fraction(88), Fraction(423, 5)]
    cells = [{"number": n, "share": share / 100, "small": ""} for n, share in enumerate(shares, 1)]
    return {
        "colours": COLOURS,
        "spaces": SPACES,
        "icons": ICONS,
        "strip_items": _strip(),
        "part_states": [{"number": n, "state": s, "kind": k, "word": w} for n, (s, k, w) in enumerate(PART_STATES, 1)],
        "path_items": [
            {
                "number": item["number"],
                "title": item["title"],
                "meta": [f"{item['number']}. Quartal", "Bayreuth"],
                "wide": item["number"] in (1, 11),
            }
            for item in _strip()
        ],
        "short_path": [
            {"number": n, "title": t, "meta": ["1 Tag"]} for n, t in enumerate(["Grundlagen", "Praxis", "Prüfung"], 1)
        ],
        "room": _seats(16, taken=7, held=1, yours=2, chosen=1),
        "small_room": _seats(5, taken=3),
        "titleblock": [
            ("Lehrgang", "Prozesskoordinator/in"),
            ("Durchgang", "PK-5, Platz 8"),
            ("Stand", "22.11.2026, 8.14 Uhr"),
        ],
        "eighty": Fraction(4, 5),
        "just_below": Fraction(79995, 100000),
        "reached": Fraction(84, 104),
        "checklist": [
            {
                "state": "wait",
                "what": "Anwesenheit: Sie dürfen keinen Termin mehr auslassen",
                "why": "52 von 104 UE besucht. Mit allem, was noch kommt, sind es 84 UE (80,8 %). Gefordert sind 80 %.",
                "who": "Sie",
                "url": "#",
                "url_label": "Möglichkeiten ansehen",
            },
            {
                "state": "open",
                "what": "Lernkontrollen: 6 von 9 nötigen bestanden",
                "who": "Sie",
            },
            {
                "state": "lock",
                "what": "Lehrgangsinterner Test",
                "why": "Am 21. Mai 2027 in Hof.",
            },
            {"state": "stop", "what": "Lehrgangspreis strittig", "who": "Ihr Betrieb"},
            {"state": "done", "what": "Geburtsdatum und Geburtsort bekannt"},
        ],
        "tasks": [
            {
                "title": "Lernkontrolle Seminar 8",
                "url": "#",
                "due": "bis 17. Dez.",
                "soon": True,
                "note": "3 Fragen, Versuch 1 von 3",
            },
            {
                "title": "Sicherheitsunterweisung Würzapoly",
                "url": "#",
                "due": "bis 20. Jan.",
                "note": "4 Minuten lesen, dann bestätigen",
            },
        ],
        "actions": [
            {"url": "#", "label": "Person austauschen"},
            {"url": "#", "label": "Stornieren"},
        ],
        "marks": [{"number": n, "came": True if n < 5 else False if n == 5 else None} for n in range(1, 12)],
        "units": [{"value": n, "label": n, "checked": n > 2} for n in range(1, 9)],
        "hours": ["9.00", "9.45", "10.45", "11.30", "13.00", "13.45", "14.45", "15.30"],
        "solutions": [
            {"url": "#", "label": "Lösung wählen"},
            {"url": "#", "label": "Liste ansehen"},
        ],
        "cells": cells,
        "persons": [{"number": n, "out": n > 14} for n in range(1, 17)],
        "facts": [
            ("Name", "Giovanni D'Angelo"),
            ("Lehrgang", "Prozesskoordinator/in Kunststofftechnik, 126 UE"),
            ("Ausgestellt", "17. Juli 2025"),
        ],
        "verdicts": [
            {"kind": "valid", "title": "Echt und gültig", "facts": True},
            {
                "kind": "replaced",
                "title": "Durch ein neues ersetzt",
                "text": "Dieses Zertifikat war echt. Es gilt nicht mehr, weil ein neues ausgestellt wurde.",
            },
            {
                "kind": "revoked",
                "title": "Widerrufen",
                "text": "Der Aussteller hat dieses Zertifikat am 20. November 2025 widerrufen.",
            },
            {
                "kind": "suspended",
                "title": "Vorläufig ausgesetzt",
                "text": "Seit 20. November 2025 zählt dieses Zertifikat nicht; es kann wieder gültig werden.",
            },
            {
                "kind": "altered",
                "title": "Nach dem Siegeln verändert",
                "text": "Die Datei trägt unser Siegel, stimmt aber nicht mehr mit ihm überein.",
            },
            {
                "kind": "unknown",
                "title": "Nicht gefunden",
                "text": "Zu dieser Nummer und diesem Code gibt es kein Zertifikat.",
            },
        ],
        "page": Paginator(range(60), 20).page(2),
        "crumbs": [{"label": "Durchgänge", "url": "#"}, {"label": "PK-5", "url": "#"}],
        "a_day": date(2027, 1, 21),
        "cents": 495000,
    }
