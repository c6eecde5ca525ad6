"""People are found where they are looked for: in the order of the alphabet, on every database."""

import pytest

from lms.accounts.models import Person
from lms.lib.alphabet import in_alphabet, sort_key
from tests import makers

NAMES = [
    "Adler",
    "Ångström",
    "Đorđević",
    "Łukaszewski",
    "Lutz",
    "Muller",
    "Müller",
    "Oder",
    "Öß",
    "Şahin",
    "Stein",
    "zwei",
    "Zweig",
]


def test_letters_stand_where_they_are_looked_for():
    assert sorted(set(NAMES), key=sort_key) == NAMES


@pytest.mark.django_db
def test_the_database_sorts_alike():
    for name in reversed(NAMES):
        makers.make_person(family_name=name)
    people = Person.objects.filter(family_name__in=NAMES).order_by(*in_alphabet("family_name", "given_name"))
    assert [person.family_name for person in people] == NAMES


@pytest.mark.django_db
def test_who_is_called_the_same_stands_by_given_name():
    for name in ("Özlem", "Ute", "Olga"):
        makers.make_person(family_name="Öß", given_name=name)
    people = Person.objects.filter(family_name="Öß").order_by(*in_alphabet("family_name", "given_name"))
    assert [person.given_name for person in people] == ["Olga", "Özlem", "Ute"]
