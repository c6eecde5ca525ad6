"""Records made from the demo file, and the command line tools that read the printed papers independently of us."""

import dataclasses
import os
import shutil
import subprocess
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from certificates.document.pdf import render_pdf
from certificates.document.record import BOTH, DocumentRecord, SeminarLine, Signatory

DEMO = Path(settings.BASE_DIR) / "courses" / "demo" / "demo_data.yaml"
CODE = "K7QM3HXP90ABCDEF"
URL = f"https://lehrgang.example/v/{CODE}"


@cache
def demo():
    return yaml.safe_load(DEMO.read_text(encoding="utf-8"))


def person(key):
    return next(one for one in demo()["participants"] if one["id"] == key)


def programme(key):
    return next(one for one in demo()["programmes"] if one["code"] == key)


def seminar_lines(course, language, attended=False):
    return tuple(
        SeminarLine(
            position=position,
            title=one["title"][language],
            units_presence=one["ue_presence"],
            units_self_study=one["ue_online"],
            attended_units=one["ue_presence"] if attended else None,
            topics=tuple(one["topics"][language]),
        )
        for position, one in enumerate(course["seminars"], 1)
    )


def make_record(holder="P35", course="PK", language="de", kind="certificate", **changes):
    holder, course = person(holder), programme(course)
    values = {
        "kind": kind,
        "language": language,
        "number": "PNF-2025-0006",
        "code": CODE,
        "verify_url": URL,
        "programme_title": course["title"][language],
        "given_name": holder["given_name"],
        "family_name": holder["family_name"],
        "date_of_birth": date.fromisoformat(holder["date_of_birth"]),
        "place_of_birth": holder["place_of_birth"],
        "period_start": date(2023, 9, 21),
        "period_end": date(2025, 7, 17),
        "issued_on": date(2025, 7, 17),
        "issuer_name": "PolymerNetz Franken e. V.",
        "issuer_town": "Bayreuth",
        "chamber": "IHK Musterfranken",
        "signatories": (
            Signatory(name="Dr. Walburga Sendelbeck", function="Vorsitzende des Vorstands"),
            Signatory(name="Dr. Annegret Haselbeck", function="Leitung des Lehrgangs"),
        ),
        "seminars": seminar_lines(course, language, attended=kind != "certificate"),
        "units_presence": course["ue_presence_total"],
        "units_self_study": course["ue_online_total"],
        "units_total": course["ue_total"],
        "requirements": () if kind != "certificate" else ("Lehrgangsinterner Test und Projektarbeit sind bestanden.",),
        "edition": "PK 2023",
    }
    return DocumentRecord(**{**values, **changes})


def make_both(holder="P35", course="PK", kind="certificate", **changes):
    """Return a record in German and English on one sheet; `changes` stand in both."""
    functions = ("Chair of the board", "Head of the programme")
    german = make_record(holder, course, "de", kind, **changes)
    signing = zip(german.signatories, functions, strict=False)
    english = {
        "signatories": tuple(dataclasses.replace(one, function=function) for one, function in signing),
        "requirements": ("The course test and the project work were passed.",) if german.requirements else (),
        **({"copy_mark": "Duplicate"} if german.copy_mark else {}),
    }
    translation = make_record(holder, course, "en", kind, **{**changes, **english})
    return dataclasses.replace(german, language=BOTH, translation=translation)


def tool(*command, **options):
    """Run a command line tool and return what it says; skip where it is not installed, fail under CI=true."""
    if not shutil.which(command[0]):
        if os.environ.get("CI") == "true":
            pytest.fail(f"{command[0]} is not installed")
        pytest.skip(f"{command[0]} is not installed (Debian: poppler-utils qpdf zbar-tools)")
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False, **options)
    return (done.stdout + done.stderr).decode(errors="replace")


def printed(folder, record, **options):
    """Return the path of the printed PDF."""
    path = folder / "paper.pdf"
    path.write_bytes(render_pdf(record, **options))
    return path


def text_of(path):
    """Return the text of a PDF as one line."""
    return " ".join(tool("pdftotext", "-layout", path, "-").split())
