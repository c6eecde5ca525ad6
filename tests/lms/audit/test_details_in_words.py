"""Details of acts are words: a label per key, money as money, days as days, rows by their names; none is lost."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import override

from courses.cohorts.models import Cohort
from lms.audit.log import record
from lms.audit.models import Act
from lms.audit.values import CHOICES
from lms.audit.words import FACTS, NOUNS, REFERRED, REFERRED_IN, facts_in_words, names_in
from tests import makers
from tests.makers import at

pytestmark = pytest.mark.django_db
FLOORS = ("lms", "courses", "certificates")
# What writes details, and which of its keywords are none.
HANDS_ON = {"record": {"actor", "subject", "at"}, "close_pledge": {"actor", "at", "booking"}}


def said(verb, reader="de", subject=None, **facts):
    with transaction.atomic():
        act = record(verb, at=at("2026-11-20"), subject=subject, **facts)
    with override(reader):
        return facts_in_words(act, names_in([act])).replace("\u00a0", " ")


def details():
    """Yield (file, key) of each detail that the code writes: keywords of record(), and of what is handed on to it."""
    for floor in FLOORS:
        for path in sorted((Path(settings.BASE_DIR) / floor).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef):
                    yield from ((path.name, key) for key in written_by(node))


def written_by(function):
    for call in ast.walk(function):
        called = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
        if called in HANDS_ON:
            yield from (word.arg for word in call.keywords if word.arg and word.arg not in HANDS_ON[called])
        if called == "record":
            starred = [word.value for word in call.keywords if not word.arg]
            names = {one.id for one in starred if isinstance(one, ast.Name)}
            yield from (key for one in starred for key in keys_in(one))
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in names:
                    yield from keys_in(node.value)


def keys_in(node):
    """The keys of every dict that is written out within."""
    dicts = [one for one in ast.walk(node) if isinstance(one, ast.Dict)]
    return [key.value for one in dicts for key in one.keys if isinstance(key, ast.Constant)]


def test_every_detail_that_is_written_has_a_label():
    found = set(details())
    assert {"fee_cents", "despite_host", "wait_entry", "agreed", "corrects"} <= {key for _file, key in found}
    assert sorted((file, key) for file, key in found if key not in FACTS and key not in NOUNS) == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_cancelled_booking(language):
    facts = {"seats": [5], "days_left": 134, "fee_percent": "30.00", "fee_of": 384000, "fee_cents": 115200}
    words = {
        "de": "Plätze: 5 · Tage vor Beginn: 134 · Gebührensatz: 30 % · Gebühr berechnet auf: 3.840,00 € · "
        "Gebühr: 1.152,00 €",
        "en": "Seats: 5 · Days before the start: 134 · Fee rate: 30% · Fee calculated on: €3,840.00 · Fee: €1,152.00",
    }
    assert said("booking.cancelled", language, **facts, free_because="") == words[language]
    assert "Ohne Gebühr: ein Termin wurde verschoben" in said("seat.withdrawn", free_because="moved")


@pytest.mark.parametrize("key", ["cents", "fee_cents", "fee_of", "gross_cents", "price_per_seat"])
def test_money_is_money(key):
    assert said("payment.recorded", **{key: 126720}).endswith(": 1.267,20 €")
    assert said("payment.reversed", "en", **{key: -5}).endswith(": −€0.05")


def test_choices_speak_as_their_columns_do():
    assert said("payment.recorded", how="bank") == "Eingegangen: vom Kontoauszug"
    assert said("seats_given.settled", outcome="kept") == "Ergebnis: bleibt wie berechnet"
    assert said("priceline.changed", category="E", rate="19.00") == "Umsatzsteuer: steuerfrei · Umsatzsteuersatz: 19 %"
    assert said("signing_key.rotated", purpose="seal", key="S1") == "Zweck: Siegel der PDF-Datei · Schlüssel: S1"
    for model, column in CHOICES.values():
        assert apps.get_model(model)._meta.get_field(column).flatchoices


def test_roles_fields_and_files():
    company = makers.make_company()
    assert said("role.granted", subject=company, role="bookers") == "Rolle: Wer für den Betrieb bucht"
    fields = said("company.changed", subject=company, fields=["billing_email", "parts", "odd"])
    assert fields.startswith("Felder: ") and "billing_email" not in fields and "Mitgliedschaften" in fields
    assert fields.endswith(", odd")
    assert said("invoice.opened", form="pdf", via="api") == "Datei als: PDF · Über: API"


def test_before_and_after_speak_of_what_changed():
    cohort = makers.make_cohort()
    assert said("cohort.completed", subject=cohort, before="running") == "vorher: läuft"
    assert said("cohort.resized", subject=cohort, before=12, after=14) == "vorher: 12 · nachher: 14"
    assert said("waiting.moved", before=None, after=3) == "vorher: – · nachher: 3"
    changed = {"before": {"decision_on": None, "offer_hours": 48}, "after": {"decision_on": "2027-03-01"}}
    text = said("cohort.changed", subject=cohort, **changed)
    assert "01.03.2027" in text and ": –" in text and ": 48" in text
    assert "decision_on" not in text and "offer_hours" not in text
    assert "zurück" in said("cohort.changed", subject=cohort, before={"unnamed_seats": "return"})


def test_rows_are_called_by_their_names():
    cohort = makers.make_cohort()
    ada, bea = [makers.make_enrolment(cohort, makers.make_person(name, "Beispiel")) for name in ("Ada", "Bea")]
    assert "Ada Beispiel" in said("seat.replaced", before=ada.pk, after=bea.pk).split(" · ")[0]
    results = said("results.recorded", enrolments=[ada.pk, bea.pk])
    assert results == f"Teilnahmen: {cohort.code} Ada Beispiel, {cohort.code} Bea Beispiel"
    assert said("sheet.reminded", people=[ada.person_id]) == "Personen: Ada Beispiel"
    assert said("release.asked", people=8) == "Personen: 8"
    assert cohort.code in said("offer.accepted", booking=ada.booking_id)
    for model in (*REFERRED.values(), *(model for table in REFERRED_IN.values() for model in table.values())):
        apps.get_model(model)


def test_a_roll_says_how_many_of_each_state_and_a_card_its_units():
    roll = said("roll.called", lines=[[1, 2, "present", 255], [1, 3, "present", 255], [1, 4, "excused", 0]])
    assert roll == "Positionen: anwesend 2, entschuldigt 1"
    assert said("sheet.opened", lines=16) == "Positionen: 16"
    corrected = said("mark.corrected", units=[8, 5], punched=[0b11111111, 0b10001111])
    assert corrected == "Unterrichtseinheiten: 8 → 5 · Gelochte UE: 1–8 → 1–4, 8"
    assert said("stand_in.corrected", units=[None, 6]) == "Unterrichtseinheiten: – → 6"
    assert said("make_up.accepted", units=8) == "Unterrichtseinheiten: 8"


def test_units_of_stand_ins_name_them():
    """The numbers of a pair are no rows: a stand-in may have just that number."""
    cohort = makers.make_cohort()
    session = makers.make_session(cohort, cohort.edition.seminars.first(), makers.NOON.date())
    away = makers.make_enrolment(cohort, makers.make_person("Ada", "Weg"))
    stand_in = makers.make_stand_in(session, away, makers.make_person("Bea", "Da"))
    assert said("stand_ins.noted", units={str(stand_in.pk): 6}).endswith("Bea Da: 6")
    assert said("stand_in.corrected", units=[stand_in.pk, 6]) == f"Unterrichtseinheiten: {stand_in.pk} → 6"


@pytest.mark.parametrize("value", ["x", -1, True, 1.5, ["x", None], {"a": [1]}, [[1]], "NaN", 10**30, "\0"])
def test_what_reads_otherwise_is_shown_all_the_same(value):
    """Rows of an earlier version may hold anything, and none of it is lost."""
    act = Act(verb="thing.made", facts=dict.fromkeys((*FACTS, *NOUNS, "frobs"), value), at=at("2026-11-20"))
    act.subject_type = ContentType.objects.get_for_model(Cohort)
    with override("de"):
        assert facts_in_words(act, {}).count(" · ") == len(act.facts) - 1
