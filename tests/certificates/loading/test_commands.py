"""The commands load from the shell, say in the language asked for what they did, and fail with exit code 1."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from courses.cohorts.models import Cohort
from courses.curriculum.models import Programme
from tests import makers
from tests.demo import FILE

pytestmark = pytest.mark.django_db


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_programmes", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), error
    return out.getvalue(), err.getvalue(), None


@pytest.fixture
def broken(tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text(FILE.read_text(encoding="utf-8").replace("  ue_total: 126", "  ue_total: 127"), encoding="utf-8")
    return file


def test_loads_with_dates_moved():
    out, err, error = run(FILE, "--today", "2028-11-22", "--print-later")
    assert (err, error) == ("", None)
    assert "Zeilen geladen" in out
    assert Cohort.objects.get(code="PK-6").starts_on.isoformat() == "2029-09-20"


def test_a_second_time_says_that_nothing_changed(demo):
    assert "nichts wurde geändert" in run(FILE)[0]


def test_differences_are_told_and_are_no_failure(demo):
    makers.make_person()
    person = demo.person("P14")
    person.family_name = "Flesser"
    person.save()
    out, err, error = run(FILE)
    assert error is None and "participants[13]: schon vorhanden, weicht ab in: Familienname" in err
    person.refresh_from_db()
    assert person.family_name == "Flesser"


@pytest.mark.parametrize(
    ("language", "line", "end"),
    [
        ("de", "programmes[0].ue_total: nennt 127, Präsenz und Online ergeben aber 126", "Nichts wurde geladen"),
        ("en", "programmes[0].ue_total: says 127, but presence and online sum to 126", "Nothing was loaded"),
    ],
)
@pytest.mark.parametrize("options", [[], ["--check"]])
def test_faults_are_told_in_the_language_asked_for(broken, language, line, end, options):
    with translation.override("fr"):
        out, err, error = run(broken, "--language", language, *options)
    assert line in err and str(error).startswith(end) and error.returncode == 1
    assert not Programme.objects.exists()


def test_checking_writes_nothing():
    out, _err, error = run(FILE, "--check")
    assert "keine Fehler" in out and error is None
    assert not Programme.objects.exists()


def test_a_file_that_is_not_there(tmp_path):
    assert "lässt sich nicht lesen" in str(run(tmp_path / "none.yaml")[2])
    assert "lässt sich nicht lesen" in str(run(tmp_path)[2])


def test_only_the_office_is_taken_as_author():
    assert "Es gibt kein Konto" in str(run(FILE, "--actor", "nobody@accounts.example")[2])
    stranger = makers.make_user()
    assert "Nur das Büro" in str(run(FILE, "--actor", stranger.email)[2])
    assert not Programme.objects.exists()
