"""A faulty file loads nothing, and each fault is named with its line, its path and what is wrong."""

from pathlib import Path

import pytest
import yaml
from django.utils import translation

from certificates.loading.actions import check, load
from certificates.loading.refusals import BadFile
from courses.curriculum.models import Programme
from lms.accounts.models import Person
from lms.audit.models import Act
from lms.organisations.models import Company
from tests import makers
from tests.demo import FILE

FAULTS = yaml.safe_load((Path(__file__).parents[2] / "data" / "faulty_files.yaml").read_text(encoding="utf-8"))
TEXT = FILE.read_text(encoding="utf-8")


def faults_of(data):
    with translation.override("en"), pytest.raises(BadFile) as caught:
        check(data, at=makers.NOON)
    return caught.value.faults


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["case"] for fault in FAULTS])
def test_names_place_and_fault(fault):
    old, new, path, words = fault["old"], fault["new"], fault["path"], fault["words"]
    assert old in TEXT, "the case is about something that the file no longer says"
    start = TEXT.index(old)
    lines = range(TEXT[:start].count("\n"), TEXT[: start + len(old)].count("\n") + new.count("\n") + 2)
    found = faults_of(TEXT[:start] + new + TEXT[start + len(old) :])
    hits = [fault for fault in found if words in fault.message and path in (None, fault.path)]
    assert hits, [str(fault) for fault in found]
    if path is None:
        assert any(fault.line in lines for fault in hits), hits
    else:
        assert all(fault.line > 1 for fault in hits)


def test_the_sentence_names_line_and_path():
    broken = TEXT.replace("  company: C11\n  cohort: PK-5", "  company: C99\n  cohort: PK-5", 1)
    line = broken[: broken.index("company: C99")].count("\n") + 1
    [fault] = faults_of(broken)
    with translation.override("en"):
        assert str(fault) == f"line {line}, participants[13].company: unknown company “C99”"


def test_names_all_faults_at_once():
    broken = TEXT.replace("family_name: Flessa", "family_name: 17").replace("host: C13\n", "host: C99\n")
    broken = broken.replace("  ue_total: 126", "  ue_total: 127")
    assert {fault.path for fault in faults_of(broken)} >= {
        "participants[13].family_name",
        "cohorts[4].sessions[8].host",
        "cohorts[9].sessions[10].host",
        "programmes[0].ue_total",
    }


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 0, "empty"),
        (b"# only a remark\n", 0, "empty"),
        (b"\x00", 1, "control character"),
        (b"meta:\n  title: \xfc\n", 2, "not UTF-8"),
        ("title: ü".encode("utf-16"), 1, "not UTF-8"),
        (b"- a\n- list\n", 1, "must be a group of keys"),
        (b"just words", 1, "must be a group of keys"),
        (b"meta: [1, 2\nprogrammes: {", 2, "not YAML"),
        (b"meta:\n\ttitle: tab\n", 2, "not YAML"),
        (b"a: 1\n---\nb: 2\n", 2, "second document"),
        (b"meta: " + b"[" * 200 + b"]" * 200, 1, "nested too deeply"),
        (b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, "aliases"),
        (b"? [a, b]\n: c\n", 1, "a key must be a word"),
        (b"meta: {}\nprogrammes: []\n", 2, "at least 1 entries"),
        (b"meta:\nprogrammes:\n", 1, "found nothing"),
    ],
)
def test_refuses_what_is_no_such_file_at_all(data, line, words):
    found = faults_of(data)
    assert any(words in fault.message and fault.line == line for fault in found), [str(fault) for fault in found]


def test_a_file_that_is_too_large_is_not_even_read():
    assert "larger than" in faults_of(b"a" * (16 * 1024 * 1024 + 1))[0].message


def test_a_byte_order_mark_is_fine():
    check(b"\xef\xbb\xbf" + TEXT.encode(), at=makers.NOON)


@pytest.mark.django_db
def test_nothing_is_loaded():
    with pytest.raises(BadFile):
        load(TEXT.replace("number: PNF-2025-0011", "number: PNF-2025-0010"), at=makers.NOON)
    assert not Programme.objects.exists() and not Person.objects.exists() and not Company.objects.exists()


@pytest.mark.django_db
def test_a_fault_found_while_writing_takes_everything_back():
    makers.make_person(email="P14@Teilnehmende.example")
    with pytest.raises(BadFile) as caught:
        load(TEXT, at=makers.NOON)
    [fault] = caught.value.faults
    assert fault.path == "participants[13].email"
    assert Person.objects.count() == 1
    assert not Company.objects.exists() and not Act.objects.exists()


def test_an_address_is_one_that_the_forms_would_take_too():
    [fault] = faults_of(TEXT.replace("email: p40@teilnehmende.example", "email: mönch@teilnehmende.example").encode())
    assert fault.path.endswith(".email") and "not allowed here" in fault.message
