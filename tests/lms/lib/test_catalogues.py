"""Each text that people read is found and put into the catalogue of its room, once, and what stands there is kept."""

import gettext

import pytest

from lms.lib import catalogues

FILES = {
    "courses/booking/actions.py": '_("Booking has closed.")\nngettext("%d seat", "%d seats", 2)\n',
    "courses/booking/migrations/0001.py": '_("Old name")\n',
    "templates/courses/booking/book.html": (
        '{% load i18n %}{% translate "Book" context "button" %}'
        "{% blocktranslate %}You have {{ n }} left{% endblocktranslate %}"
    ),
    "templates/base.html": '{% load i18n %}<h1>{% translate "Welcome" %}</h1>',
    "lms/accounts/forms.py": 'gettext_lazy("Booking has closed.")\n',
}


@pytest.fixture
def tree(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def translate(path, msgid, msgstr):
    path.write_text(path.read_text().replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{msgstr}"'))


def test_finds_texts_of_code_and_templates_by_room(tree):
    found = {str(room.relative_to(tree)): set(wanted) for room, wanted in catalogues.missing(tree).items()}
    assert found == {
        "courses/booking": {
            (None, "Booking has closed."),
            (None, ("%d seat", "%d seats")),
            ("button", "Book"),
            (None, "You have %(n)s left"),
        },
        "lms/accounts": {(None, "Booking has closed.")},
        "templates": {(None, "Welcome")},
    }


def test_adds_each_text_once(tree):
    catalogues.update(tree)
    path = tree / "courses/booking" / catalogues.CATALOGUE
    once = path.read_text()
    catalogues.update(tree)
    assert path.read_text() == once
    assert once.count('msgid "Booking has closed."') == 1


def test_a_text_translated_in_one_room_is_translated_in_all(tree):
    catalogues.update(tree)
    translate(tree / "lms/accounts" / catalogues.CATALOGUE, "Booking has closed.", "Die Anmeldung ist geschlossen.")
    gaps = catalogues.missing(tree)
    assert tree / "lms/accounts" not in gaps
    assert (None, "Booking has closed.") not in gaps[tree / "courses/booking"]


def test_keeps_translations_when_new_texts_come(tree):
    catalogues.update(tree)
    path = tree / "courses/booking" / catalogues.CATALOGUE
    translate(path, "Booking has closed.", "Zu.")
    (tree / "courses/booking/views.py").write_text('_("Something new")\n')
    catalogues.update(tree)
    catalogues.compile_catalogue(path)
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Booking has closed.") == "Zu."
    assert 'msgid "Something new"' in path.read_text()


def test_says_where_a_catalogue_is_broken(tree):
    path = tree / "courses" / "broken.po"
    path.write_text('msgid "a"\nmsgtsr "b"\n')
    with pytest.raises(catalogues.PoFileError):
        catalogues.compile_catalogue(path)
