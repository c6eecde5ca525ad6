"""What the desk of a chamber counts, and whom its search finds: its own programmes, by name only what is valid."""

import logging
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import JSONField
from django.test.utils import CaptureQueriesContext

from certificates.issuing.actions import (
    erase_name,
    issue_certificates,
    replace_certificate,
    replace_copy,
    resume_certificate,
    revoke_certificate,
    suspend_certificate,
)
from certificates.issuing.models import Certificate, Copy, CopyContent, Holding
from certificates.verification.countersigning import countersign_certificates
from certificates.verification.desk import counted
from certificates.verification.rules import reads_like
from courses.cohorts.models import Cohort
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.verification.papers import LATER

pytestmark = pytest.mark.django_db


@pytest.fixture
def chamber():
    return makers.make_chamber()


@pytest.fixture
def desk(client, chamber):
    client.force_login(makers.make_verifier(chamber))
    return client


def issue(chamber, *names, **edition):
    people = [scenes.learner(given_name=given, family_name=family) for given, family in names]
    cohort = scenes.finished_cohort(people, chamber=chamber, **edition)
    office = scenes.manager(cohort)
    issued = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    family = {one.holding.enrolment.person.family_name: one for one in issued}
    return cohort, office, [family[name] for _given, name in names]


def search(desk, chamber, words):
    page = desk.post(f"/chambers/{chamber.code}/", {"q": words})
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    return {line["certificate"].number for line in page.context["lines"]}


FIVE = [("Ada", "Eins"), ("Bea", "Zwei"), ("Cäcilie", "Drei"), ("Dora", "Vier"), ("Eva", "Fünf")]


def end_some(chamber):
    """Of five: one replaced by a new number, one revoked, one suspended, one name erased; two countersigned."""
    cohort, office, (first, second, third, fourth, fifth) = issue(chamber, *FIVE)
    countersign_certificates(
        cohort=cohort, certificates=[second, fifth], actor=makers.make_verifier(chamber), at=scenes.ISSUED_AT
    )
    how = {"actor": office, "at": LATER}
    replace_certificate(certificate=first, reason="x", **how)
    revoke_certificate(certificate=second, reason="x", **how)
    suspend_certificate(certificate=third, reason="x", **how)
    erase_name(enrolment=fourth.holding.enrolment, **how)
    return cohort


def test_counts_tell_what_holds_from_what_ended(desk, chamber):
    cohort = end_some(chamber)
    [row] = counted(Cohort.objects.filter(pk=cohort.pk), chamber)
    assert (row.valid, row.ended, row.countersigned) == (3, {"replaced": 1, "revoked": 1, "suspended": 1}, 1)
    page = desk.get(f"/chambers/{chamber.code}/").content.decode()
    assert "1 ersetzt, 1 widerrufen, 1 gesperrt" in page


def test_a_countersignature_counts_for_its_own_chamber_only(chamber):
    cohort, _office, issued = issue(chamber, FIVE[0])
    countersign_certificates(cohort=cohort, certificates=issued, actor=makers.make_verifier(chamber), at=LATER)
    [row] = counted(Cohort.objects.filter(pk=cohort.pk), makers.make_chamber())
    assert (row.valid, row.countersigned) == (1, 0)


def test_released_are_counted_once(chamber, desk):
    cohort = scenes.finished_cohort(2, chamber=chamber, chamber_certifies=True)
    enrolments = list(cohort.enrolments.all())
    desk.post(
        f"/chambers/{chamber.code}/cohorts/{cohort.code}/", {"enrolments": [one.pk for one in enrolments], "sure": "on"}
    )
    # Released anew, as after an exception.
    first = enrolments[0].releases.get()
    first.pk = None
    first.save()
    assert counted(Cohort.objects.filter(pk=cohort.pk), chamber)[0].released == 2


@pytest.mark.parametrize("words", ["zwei", "Bea", "bea zwei", "Zwei, Bea".replace(",", ""), "ZW", "  Zwei "])
def test_a_name_is_found_as_somebody_types_it(desk, chamber, words):
    _cohort, _office, issued = issue(chamber, *FIVE[:3])
    assert search(desk, chamber, words) == {issued[1].number}


@pytest.mark.parametrize(
    ("typed", "name", "like"),
    [
        ("Muller", "Jörg Müller", True),
        ("mueller jorg", "Jörg Müller", True),
        ("Lüd", "Anna Schmidt-Lüdenscheid", True),
        ("dangelo", "Giovanni D’Angelo", True),
        ("üller", "Jörg Müller", False),
        ("Müller Hans", "Jörg Müller", False),
        ("", "Jörg Müller", False),
        ("-", "Jörg Müller", False),
        ("x", "", False),
    ],
)
def test_what_reads_like_a_name(typed, name, like):
    assert reads_like(typed, name) is like


def test_a_number_that_ended_is_found_by_its_number_and_leads_to_nobody(desk, chamber):
    cohort, office, [certificate] = issue(chamber, ("Maximilian", "Eigenart"))
    person = certificate.holding.enrolment.person
    person.given_name = "Maxima"
    person.save()
    new = replace_certificate(certificate=certificate, actor=office, at=LATER, reason="Vornamensänderung")
    number = (new or certificate.replaced_by).number
    assert search(desk, chamber, "Maximilian") == set()
    assert search(desk, chamber, "Maxima") == search(desk, chamber, "eigenart") == {number}
    assert search(desk, chamber, certificate.number) == {certificate.number}
    page = desk.post(f"/chambers/{chamber.code}/", {"q": certificate.number}).content.decode()
    assert "Maxim" not in page and "Eigenart" not in page


def test_a_changed_name_does_not_lead_to_a_paper_that_names_another(desk, chamber):
    """The paper still says the former name, and is valid: whoever knows only the new one does not find it."""
    _cohort, _office, [certificate] = issue(chamber, ("Maximilian", "Eigenart"))
    type(certificate.holding.enrolment.person).objects.update(given_name="Maxima")
    assert search(desk, chamber, "Maxima") == set()
    assert search(desk, chamber, "Maximilian") == {certificate.number}


def test_other_chambers_people_are_not_found(desk, chamber):
    issue(makers.make_chamber(), ("Fremd", "Geheim"))
    assert search(desk, chamber, "Geheim") == set()
    assert desk.post("/chambers/ZZ/", {"q": "Geheim"}).status_code == 404


def test_an_erased_name_is_not_found_and_paper_is(desk, chamber):
    _cohort, office, (first, second) = issue(chamber, ("Wilma", "Vergessen"), ("Alba", "Papier"))
    erase_name(enrolment=first.holding.enrolment, actor=office, at=LATER)
    second.copies.get().content.delete()
    assert search(desk, chamber, "Vergessen") == set() and search(desk, chamber, "Papier") == {second.number}


def test_by_name_a_suspended_number_is_not_found_until_it_is_valid_again(desk, chamber):
    _cohort, office, [certificate] = issue(chamber, ("Wilma", "Pause"))
    how = {"certificate": certificate, "actor": office, "at": LATER, "reason": "x"}
    for act, expected in ((suspend_certificate, set()), (resume_certificate, {certificate.number})) * 2:
        act(**how)
        assert search(desk, chamber, "Pause") == expected


def test_a_replacement_copy_is_found_by_what_it_says(desk, chamber):
    _cohort, office, [certificate] = issue(chamber, ("Wilma", "Müller-Schön"))
    replace_copy(certificate=certificate, actor=office, at=LATER)
    for words in ("mueller", "Muller", "schön wil", "schoen"):
        assert search(desk, chamber, words) == {certificate.number}
    assert search(desk, chamber, "ller") == search(desk, chamber, "%") == set()


def test_what_was_printed_before_is_found_as_well(desk, chamber):
    """The migration fills in what a search looks in."""
    _cohort, _office, [certificate] = issue(chamber, ("Łucja", "Müller"))
    migration = import_module("certificates.migrations.0019_names_to_be_found_by")
    editor = SimpleNamespace(connection=connection, execute=lambda sql, params=None: connection.cursor().execute(sql))
    migration.Migration.operations[-1].reverse_code(apps, editor)
    CopyContent.objects.update(spelled="")
    assert search(desk, chamber, "lucja") == set()
    migration.spell(apps, editor)
    migration.Migration.operations[-1].code(apps, editor)
    assert search(desk, chamber, "lucja mueller") == {certificate.number}


def test_numbers_and_cohorts_are_found_too(desk, chamber):
    cohort, _office, issued = issue(chamber, *FIVE[:2])
    assert search(desk, chamber, cohort.code.lower()) == {one.number for one in issued}
    assert search(desk, chamber, issued[0].number[-9:]) == {issued[0].number}
    assert search(desk, chamber, "") == {one.number for one in issued}
    assert search(desk, chamber, "x" * 5000) == search(desk, chamber, "%") == search(desk, chamber, "_") == set()


def test_no_name_stands_in_an_address_or_a_log(desk, chamber, caplog):
    issue(chamber, ("Wilhelmina", "Geheimnis"))
    with caplog.at_level(logging.DEBUG):
        page = desk.post(f"/chambers/{chamber.code}/", {"q": "Geheimnis"}).content.decode()
    said = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("django.db"))
    assert "Geheimnis" not in said and "Wilhelmina" in page and "?q=" not in page
    assert 'method="post"' in page.split('role="search"')[0].rsplit("<form", 1)[1]


def test_lists_say_kind_and_since_when_it_is_countersigned(desk, chamber):
    cohort, _office, [certificate] = issue(chamber, FIVE[0])
    countersign_certificates(cohort=cohort, certificates=[certificate], actor=makers.make_verifier(chamber), at=LATER)
    for url in (f"/chambers/{chamber.code}/", f"/chambers/{chamber.code}/cohorts/{cohort.code}/"):
        page = desk.get(url).content.decode()
        assert "10.02.2028" in page and "Zertifikat<" in page and certificate.number in page, url
    assert f"<h1>{cohort.code}</h1>" in page


def test_as_many_queries_for_many_as_for_few(desk, chamber, django_assert_max_num_queries):
    issue(chamber, *FIVE[:1])
    desk.get(f"/chambers/{chamber.code}/")
    for more in ((), FIVE):
        if more:
            issue(chamber, *more)
        with django_assert_max_num_queries(30):
            search(desk, chamber, "Eins")


def many(certificate, count, state=Copy.State.PAPER, start=1):
    """Numbers of one holder, on paper or printed here, as a cluster that has issued for years has of one surname."""
    new = Certificate.objects.bulk_create(
        Certificate(
            number=f"{certificate.number}-{index}",
            office=certificate.office,
            year=certificate.year - 1,
            sequence=index,
            cohort=certificate.cohort,
            issued_on=certificate.issued_on,
            issued_at=certificate.issued_at,
        )
        for index in range(start, start + count)
    )
    Copy.objects.bulk_create(
        Copy(certificate=one, code=f"{one.sequence:016}", issued_on=one.issued_on, state=state, sha256="0" * 64)
        for one in new
    )
    if state == Copy.State.DONE:
        printed = CopyContent.objects.get(copy__certificate=certificate)
        CopyContent.objects.bulk_create(
            CopyContent(copy=copy, snapshot=printed.snapshot, spelled=printed.spelled)
            for copy in Copy.objects.filter(certificate__in=new)
        )
    enrolment = certificate.holding.enrolment
    Holding.objects.bulk_create(Holding(certificate=one, enrolment=enrolment) for one in new)


@pytest.mark.parametrize("state", [Copy.State.DONE, Copy.State.PAPER])
def test_a_search_of_many_reads_no_more_than_one_of_few(desk, chamber, state, monkeypatch):
    """The database looks: of 300 papers only those of one page are read."""
    monkeypatch.setattr("certificates.verification.views.desk.PER_PAGE", 3)
    _cohort, office, (first, second) = issue(chamber, FIVE[0], ("Eduard", "Anders"))
    many(first, 2, state)
    revoke_certificate(certificate=second, actor=office, at=LATER, reason="x")
    read = []
    given = JSONField.from_db_value
    monkeypatch.setattr(JSONField, "from_db_value", lambda *args: read.append(args[1]) or given(*args))

    def asked():
        read.clear()
        with CaptureQueriesContext(connection) as captured:
            assert len(search(desk, chamber, "ada")) == 3
        return len(captured), len(read)

    few = asked()
    many(first, 297, state, start=10)
    assert asked() == few


def test_whatever_is_found_is_shown_page_by_page(desk, chamber):
    _cohort, office, (first, second) = issue(chamber, FIVE[0], ("Eduard", "Anders"))
    many(first, 204)
    revoke_certificate(certificate=Certificate.objects.get(sequence=204), actor=office, at=LATER, reason="x")
    url, seen = f"/chambers/{chamber.code}/", []
    for number in range(1, 6):
        page = desk.post(url, {"q": "Eins", "page": number})
        assert "204 Nummern gefunden" in page.content.decode()
        seen += [line["certificate"].number for line in page.context["lines"]]
    assert len(seen) == len(set(seen)) == 204 and second.number not in seen
    assert [page.context["page"].has_next(), page.context["page"].number] == [False, 5]


def test_pages_of_a_search_stand_in_no_address(desk, chamber, monkeypatch):
    monkeypatch.setattr("certificates.verification.views.desk.PER_PAGE", 1)
    issue(chamber, ("Ada", "Gleich"), ("Bea", "Gleichen"))
    for number, turn in (("1", "2"), ("2", "1"), ("x", "2"), ("-1", "1"), ("999", "1")):
        page = desk.post(f"/chambers/{chamber.code}/", {"q": "gleich", "page": number}).content.decode()
        form = page.split('<form class="pages"')[1].split("</form>")[0]
        assert form.startswith(' method="post"') and 'name="q" value="gleich"' in form
        assert f'name="page" value="{turn}"' in form and "page=" not in page


def test_what_is_searched_for_may_hold_anything(desk, chamber):
    assert search(desk, chamber, "\0") == search(desk, chamber, "") == set()
    assert search(desk, chamber, "a\0b") == set()
