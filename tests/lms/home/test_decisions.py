"""The office's start page counts what is to be decided, urgent things first; others see no such list."""

import datetime as dt

import pytest
from django.utils import translation

from lms.home import decisions
from lms.home.decisions import CALM, DECIDE, URGENT, Decision, decisions_for, headline
from tests.makers import make_office_user, make_user


@pytest.mark.parametrize(
    ("kinds", "german", "english"),
    [
        ([], "Nichts zu entscheiden", "Nothing to decide"),
        ([CALM], "Nichts zu entscheiden", "Nothing to decide"),
        ([DECIDE], "Eine Entscheidung", "One decision"),
        ([URGENT], "Eine Entscheidung, eine eilig", "One decision, one urgent"),
        (
            [URGENT, URGENT, DECIDE, DECIDE, DECIDE, CALM],
            "Fünf Entscheidungen, zwei eilig",
            "Five decisions, two urgent",
        ),
        ([DECIDE] * 13, "13 Entscheidungen", "13 decisions"),
    ],
)
def test_the_headline_counts(kinds, german, english):
    found = [Decision("x", urgency=kind) for kind in kinds]
    for language, line in (("de", german), ("en", english)):
        with translation.override(language):
            assert headline(found) == line


@pytest.fixture
def one_maker(monkeypatch):
    made = [
        Decision("calm", urgency=CALM),
        Decision("later", on=dt.date(2027, 2, 1)),
        Decision("urgent", urgency=URGENT),
        Decision("sooner", on=dt.date(2027, 1, 1), url="/a/", url_label="A", more=(("/b/", "B"),), post=True),
    ]
    monkeypatch.setattr(decisions, "_makers", [lambda request, at: made])


@pytest.mark.django_db
def test_urgent_ones_stand_first_then_by_day(rf, one_maker):
    request = rf.get("/")
    request.user = make_office_user()
    assert [one.title for one in decisions_for(request, None)] == ["urgent", "sooner", "later", "calm"]


@pytest.mark.django_db
def test_the_page_shows_them_to_the_office_only(client, one_maker):
    client.force_login(make_office_user())
    page = client.get("/start/").text
    assert "Drei Entscheidungen, eine eilig" in page
    assert '<form method="post" action="/a/">' in page and 'href="/b/"' in page
    counted, told = page.split("Eilt nicht")
    assert counted.count("decision__what") == 3 and told.count("decision__what") == 1
    client.force_login(make_user())
    assert "Entscheidung" not in client.get("/start/").text


def test_a_maker_registers_once(monkeypatch):
    monkeypatch.setattr(decisions, "_makers", [])

    @decisions.decides
    def maker(request, at):
        return []

    decisions.decides(maker)
    assert decisions._makers == [maker]
