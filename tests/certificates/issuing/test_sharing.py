"""A holder shows a certificate by a link for a time: seen without signing in, counted, ended at once, then unknown."""

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.issuing.actions import (
    erase_name,
    replace_certificate,
    revoke_certificate,
    share_certificate,
    suspend_certificate,
)
from certificates.issuing.actions.share import MOST_LINKS
from certificates.issuing.models import ShareLink, ShareVisit
from certificates.issuing.refusals import NumberEnded, TooManyLinks
from certificates.issuing.sharing import count_visit, forget_links
from lms.lib.refusals import NotAllowed
from tests.certificates.issuing.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    cache.clear()
    return make_world(people=1)


@pytest.fixture
def stranger():
    return Client()


def share(world, at=None, days=30, **more):
    return share_certificate(
        certificate=world.certificate, actor=world.users["holder"], at=at or timezone.now(), days=days, **more
    )


def path(secret):
    return f"/s/{secret}/"


def test_the_link_can_be_selected_and_copied(world, client):
    client.force_login(world.users["holder"])
    page = client.post(f"/my/certificates/{world.certificate.number}/sharing/", {"days": "30"}).text
    assert re.search(r'<b class="code" id="link">http\S+/s/\S+</b>', page)
    # Without script there is no button that does nothing.
    assert re.search(r'data-copy="#link"[^>]* hidden>', page) and "lms/js/copy.js" in page


def test_whoever_has_it_sees_what_the_code_shows(world, stranger):
    _link, secret = share(world)
    response = stranger.get(path(secret))
    page = response.content.decode()
    person = world.certificate.holding.enrolment.person
    assert response.status_code == 200 and person.full_name in page and world.certificate.number in page
    assert "Echt und gültig" in page and "1990" not in page and "/pdf" not in page
    assert response["Cache-Control"] == "no-store" and "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer" and not response.cookies and "Set-Cookie" not in response
    assert not Session.objects.exists()
    assert "Genuine and valid" in stranger.get(path(secret) + "?language=en").content.decode()


def test_the_pdf_comes_only_where_it_was_said(world, stranger):
    _link, without = share(world)
    _link, with_pdf = share(world, with_pdf=True)
    assert stranger.get(f"{path(without)}pdf").status_code == 404
    assert f"{path(with_pdf)}pdf" in stranger.get(path(with_pdf)).content.decode()
    response = stranger.get(f"{path(with_pdf)}pdf")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Cache-Control"] == "no-store" and "noindex" in response["X-Robots-Tag"] and not response.cookies
    assert f'filename="{world.certificate.number}.pdf"' in response["Content-Disposition"]


def test_only_the_hash_of_the_secret_is_kept(world):
    link, secret = share(world)
    assert len(secret) >= 32
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM certificates_sharelink")
        assert not any(secret in str(value) for value in cursor.fetchone())
    assert link.token_sha256 != secret


def test_its_holder_tells_links_apart_by_their_last_letters(world):
    secrets = [share(world)[1] for _each in range(2)]
    holder = Client()
    holder.force_login(world.users["holder"])
    page = holder.get(f"/my/certificates/{world.certificate.number}/sharing/").content.decode()
    assert all(f"…{secret[-4:]}<" in page and secret[-5:] not in page for secret in secrets)


def bare(response):
    """The page without what differs by the address asked for."""
    return re.sub(r'href="[^"]*"', "", response.content.decode())


def test_unknown_expired_and_ended_are_the_same_words(world, stranger):
    now = timezone.now()
    _old, expired = share(world, now - dt.timedelta(days=31))
    link, ended = share(world)
    holder = Client()
    holder.force_login(world.users["holder"])
    assert holder.post(f"/my/certificates/sharing/{link.pk}/end/").status_code == 302
    answers = [stranger.get(path(secret)) for secret in (expired, ended, "nothing", "x" * 3000)]
    answers += [stranger.get(path(secret) + "pdf") for secret in (expired, ended, "nothing")]
    assert {one.status_code for one in answers} == {404}
    assert len({bare(one) for one in answers}) == 1
    assert {one["Cache-Control"] for one in answers} == {"no-store"}
    assert not ShareVisit.objects.exists()


def test_guessing_is_stopped_and_links_that_exist_still_answer(world, stranger, settings):
    settings.VERIFY_FAILED_CODES_PER_HOUR = 3
    _link, secret = share(world)
    assert [stranger.get(path(f"guess{n}")).status_code for n in range(5)] == [404, 404, 404, 429, 429]
    assert stranger.get(path("guess") + "pdf").status_code == 429
    assert stranger.get(path(secret)).status_code == 200


@pytest.mark.parametrize("act", [revoke_certificate, suspend_certificate, replace_certificate])
def test_what_is_not_valid_is_not_shown_any_more(world, stranger, act):
    """E15, E16: neither name nor cause nor successor, and no PDF."""
    _link, secret = share(world, with_pdf=True)
    person = world.certificate.holding.enrolment.person
    act(certificate=world.certificate, actor=world.users["office"], at=timezone.now(), reason="geheim")
    page = stranger.get(path(secret))
    text = page.content.decode()
    assert page.status_code == 200 and "Zurzeit nicht gültig" in text
    assert person.family_name not in text and "geheim" not in text and world.certificate.number not in text
    assert stranger.get(path(secret) + "pdf").status_code == 404


def test_an_erasure_takes_the_links_along(world, stranger):
    _link, secret = share(world, note="für Firma Muster")
    erase_name(enrolment=world.certificate.holding.enrolment, actor=world.users["office"], at=timezone.now())
    assert not ShareLink.objects.exists() and stranger.get(path(secret)).status_code == 404


def test_visits_are_counted_by_the_hour_and_tell_no_address(world, stranger):
    link, secret = share(world, with_pdf=True)
    for _time in range(3):
        stranger.get(path(secret), headers={"x-forwarded-for": "198.51.100.7"})
    stranger.head(path(secret))
    stranger.get(path(secret) + "pdf")
    seen = {row.what: row.times for row in link.visits.all()}
    assert seen == {"page": 3, "pdf": 1}
    assert {field.name for field in ShareVisit._meta.get_fields()} == {"id", "link", "hour", "what", "times"}
    count_visit(link, "page", timezone.now() + dt.timedelta(hours=2))
    assert link.visits.count() == 3


def test_the_holder_makes_sees_and_ends_it(world, client, stranger):
    client.force_login(world.users["holder"])
    url = f"/my/certificates/{world.certificate.number}/sharing/"
    assert url in client.get("/my/certificates/").content.decode()
    page = client.post(url, {"days": "7", "with_pdf": "on", "note": "Bewerbung"})
    [secret] = re.findall(r"https://lehrgang.example/s/([\w-]+)/", page.content.decode())
    assert page["Cache-Control"] == "no-store" and secret not in client.get(url).content.decode()
    link = ShareLink.objects.get()
    assert link.with_pdf and link.note == "Bewerbung" and (link.expires_at - link.made_at).days == 7
    stranger.get(path(secret))
    assert "einmal" in client.get(url).content.decode()
    client.post(f"/my/certificates/sharing/{link.pk}/end/")
    assert "beendet" in client.get(url).content.decode() and stranger.get(path(secret)).status_code == 404


def test_a_page_that_is_reloaded_makes_no_second_link(world, client):
    client.force_login(world.users["holder"])
    url = f"/my/certificates/{world.certificate.number}/sharing/"
    [key] = re.findall(r'name="key" value="([\w-]+)"', client.get(url).content.decode())
    links = [
        re.findall(r"lehrgang.example/s/([\w-]+)/", client.post(url, {"days": "7", "key": key}).content.decode())
        for _time in range(2)
    ]
    assert links[0] == links[1] and len(links[0]) == 1 and ShareLink.objects.count() == 1
    client.post(url, {"days": "7"})
    assert ShareLink.objects.count() == 2, "without a key each is another"


def test_a_form_sent_again_after_its_link_was_ended_hands_out_no_dead_address(world, client):
    client.force_login(world.users["holder"])
    url, sent = f"/my/certificates/{world.certificate.number}/sharing/", {"days": "7", "key": "one"}
    assert 'id="link"' in client.post(url, sent).text
    client.post(f"/my/certificates/sharing/{ShareLink.objects.get().pk}/end/")
    page = client.post(url, sent).text
    assert "zeigt nichts mehr" in page and 'id="link"' not in page
    assert ShareLink.objects.count() == 1


def test_bad_input_makes_no_link(world, client):
    client.force_login(world.users["holder"])
    url = f"/my/certificates/{world.certificate.number}/sharing/"
    for data in ({}, {"days": "99999"}, {"days": "x"}, {"days": "7", "note": "x" * 81}, {"days": "7", "note": "a\0b"}):
        assert client.post(url, data).status_code in (200, 400)
    assert not ShareLink.objects.exists()


def test_nobody_else_shares_or_ends_it(world, client):
    link, _secret = share(world)
    for role in ("office", "chamber", "booker", "other_learner", "administrator"):
        with pytest.raises(NotAllowed):
            share_certificate(certificate=world.certificate, actor=world.users[role], at=timezone.now(), days=7)
        client.force_login(world.users[role])
        assert client.get(f"/my/certificates/{world.certificate.number}/sharing/").status_code == 404
        assert client.post(f"/my/certificates/sharing/{link.pk}/end/").status_code == 404
    link.refresh_from_db()
    assert link.ended_at is None


def test_only_what_is_valid_is_shared_and_not_without_end(world):
    for _time in range(MOST_LINKS):
        share(world)
    with pytest.raises(TooManyLinks):
        share(world)
    revoke_certificate(certificate=world.certificate, actor=world.users["office"], at=timezone.now(), reason="x")
    with pytest.raises(NumberEnded):
        share(world)


def test_links_and_visits_are_forgotten_in_time(world, settings):
    settings.SHARE_LOG_DAYS = 90
    now = timezone.now()
    expired, _secret = share(world, now - dt.timedelta(days=98), days=7)
    count_visit(expired, "page", now - dt.timedelta(days=95))
    ended, _secret = share(world, now - dt.timedelta(days=95))
    ShareLink.objects.filter(pk=ended.pk).update(ended_at=now - dt.timedelta(days=91))
    fresh, _secret = share(world, now - dt.timedelta(days=31))
    count_visit(fresh, "page", now - dt.timedelta(days=10))
    assert forget_links(now) == 2
    assert [link.pk for link in ShareLink.objects.all()] == [fresh.pk] and ShareVisit.objects.count() == 1
    assert forget_links(now) == 0


def test_a_visit_asks_the_database_a_few_times(world, stranger):
    _link, secret = share(world)
    stranger.get(path(secret))
    with CaptureQueriesContext(connection) as captured:
        stranger.get(path(secret))
    assert len(captured) <= 9, [one["sql"][:90] for one in captured]


def test_the_tab_is_named_after_what_is_done(world, client):
    client.force_login(world.users["holder"])
    page = client.get(f"/my/certificates/{world.certificate.number}/sharing/").content.decode()
    assert f"{world.certificate.number} teilen" in page.partition("<title>")[2].partition("</title>")[0]
