"""Dropping a file onto the page: four answers in two languages, nothing kept, nothing logged, not too often."""

import logging
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certificates.issuing.actions import replace_copy, revoke_certificate
from certificates.verification.pdf import answering, findings, inspecting, kinds, reasons
from certificates.verification.pdf.apart import Busy
from tests.certificates.issuing import scenes
from tests.certificates.verification import papers
from tests.certificates.verification.pdf import attacks, files
from tests.certificates.verification.pdf.papers import issued

pytestmark = pytest.mark.django_db
NAME = "zertifikat-giovanni-d-angelo.pdf"


@pytest.fixture(autouse=True)
def _looked_at_here(monkeypatch):
    """In this process: quicker, and it finds the same; test_file_whole_way goes the whole way."""
    monkeypatch.setattr(answering, "look_apart", inspecting.inspect)


def send(client, pdf, language="de", **more):
    file = SimpleUploadedFile(NAME, pdf, content_type="application/pdf")
    return client.post("/verify/", {"ask": "file", "file": file}, headers={"accept-language": language}, **more)


def text_of(client, pdf, language="de", status=200):
    response = send(client, pdf, language)
    assert response.status_code == status
    return response.content.decode()


def end(certificate, act):
    act(certificate=certificate, actor=scenes.manager(certificate.cohort), at=papers.LATER, reason="abgeschrieben")


def test_genuine_and_valid_shows_everything_but_the_date_of_birth(client):
    certificate = issued(given_name="Giovanni", family_name="D’Angelo")
    text = text_of(client, files.genuine())
    for words in ("Echt und gültig", certificate.number, "Giovanni D’Angelo", "Seminar 3", "24 Unterrichtseinheiten"):
        assert words in text, words
    assert "1990" not in text and "Kulmbach" not in text and NAME not in text


@pytest.mark.parametrize(
    ("act", "words"), [(replace_copy, "Durch ein neues ersetzt"), (revoke_certificate, "Widerrufen")]
)
def test_what_ended_shows_status_and_day(client, act, words):
    certificate = issued(given_name="Wilhelmina")
    end(certificate, act)
    text = text_of(client, files.genuine())
    assert words in text and "10. Februar 2028" in text
    assert "Wilhelmina" not in text and "abgeschrieben" not in text


def test_altered_shows_what_the_genuine_one_says(client):
    certificate = issued(given_name="Giovanni")
    text = text_of(client, attacks.overlay(files.genuine()))
    for words in ("Nach dem Siegeln verändert", "Was das echte Zertifikat", "Giovanni", certificate.number):
        assert words in text, words


def test_altered_and_revoked_shows_no_name(client):
    certificate = issued(given_name="Wilhelmina")
    end(certificate, revoke_certificate)
    text = text_of(client, attacks.overlay(files.genuine()))
    assert "Nach dem Siegeln verändert" in text and "Widerrufen" in text and "Wilhelmina" not in text


def test_what_lost_its_seal_is_told_the_way_out(client):
    issued()
    text = text_of(client, files.paper())
    assert "Nicht bestätigt" in text and "QR-Code" in text and "als PDF gedruckt" in text


def test_in_english(client):
    issued()
    assert "Genuine and valid" in text_of(client, files.genuine(), "en")
    assert "Altered after sealing" in text_of(client, attacks.overlay(files.genuine()), "en")
    assert "Not confirmed" in text_of(client, files.paper(), "en")


def test_replaced_is_the_same_answer_whatever_the_cause(client):
    answers = set()
    certificate = issued()
    end(certificate, replace_copy)
    answers.add(article(text_of(client, files.genuine())).replace(certificate.number, "N"))
    by_code = client.get(f"/v/{papers.code_of(papers.renumbered())}", headers={"accept-language": "de"})
    answers.add(article(by_code.content.decode()))
    assert len({answer.split("verdict__body")[1] for answer in answers}) == 1


def article(text):
    return text.split("<article")[1].split("</article>")[0]


WHY = {
    "empty": (lambda: b"", "0 Byte", "0 bytes"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "Bild", "picture"),
    "a photo": (lambda: b"\xff\xd8\xff\xe0" + bytes(99), "Bild", "picture"),
    "an archive": (lambda: b"PK\x03\x04" + bytes(99), "ZIP-Archiv", "ZIP archive"),
    "a text": (lambda: "Zertifikat".encode("utf-16"), "beginnt nicht wie eine PDF-Datei", "does not begin as a PDF"),
    "too large": (lambda: b"%PDF-1.7" + bytes(2 * 1024 * 1024), "größer als 2 MB", "larger than 2 MB"),
    "protected": (lambda: attacks.encrypted(files.genuine()), "Kennwort", "password"),
    "cut off": (lambda: files.genuine()[:-400], "beschädigt", "damaged"),
    "one bit changed": (lambda: attacks.flipped(files.genuine(), 3), "ein Programm hat sie neu", "saved it anew"),
    "saved anew": (lambda: attacks.resaved(files.genuine()), "ein Programm hat sie neu", "saved it anew"),
    "somebody else's": (lambda: files.sealed(2).pdf, "keines, das wir bestätigen", "none that we confirm"),
    "ours, of nobody": (attacks.sealed_by_a_thief, "keines, das wir bestätigen", "none that we confirm"),
    "no seal": (files.paper, "trägt kein Siegel", "bears no seal"),
}


@pytest.mark.parametrize("what", WHY)
def test_what_is_not_confirmed_says_why_and_what_answers_instead(client, what):
    """In both languages; the way out leads to the code and to the form by number."""
    issued()
    make, *said = WHY[what]
    for language, words, way in zip(("de", "en"), said, ("QR-Code", "QR code"), strict=True):
        verdict = text_of(client, make(), language).split("<article")[1].split("</article>")[0]
        assert "verdict--unknown" in verdict.split(">")[0] and words in verdict, verdict
        assert way in verdict and 'href="#by-number"' in verdict


def test_every_reason_has_words_of_its_own():
    """Those of what may have been ours say nothing of whose it was, and each reason is told from the others."""
    whys = [*(state for state in findings.STATES if state not in ("sealed", "changed")), *kinds.KINDS]
    assert len({reasons.reason_of(why) for why in whys}) == len(whys)


def test_white_space_behind_the_end_changes_no_answer(client):
    """Mail programs add a line break; the page of the export passes over it too (publishing/succession/test_page)."""
    issued()
    for added in (b"\n", b"\r\n", b" \t\n\n"):
        text = text_of(client, files.genuine() + added)
        assert "Echt und gültig" in text and "Was wir gesiegelt haben, ist unverändert" in text
        assert "Echt und gültig" in text_of(client, files.archived() + added)
    assert "Nach dem Siegeln verändert" in text_of(client, files.genuine() + b"\n%")


def test_nothing_chosen_is_said_at_the_field(client):
    response = client.post("/verify/", {"ask": "file"}, headers={"accept-language": "de"})
    assert response.status_code == 200 and "Wählen Sie zuerst die PDF-Datei" in response.content.decode()


def test_nothing_is_written_to_disk(client, monkeypatch):
    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, None)
    for size in (1000, 3 * 1024 * 1024, 9 * 1024 * 1024):
        send(client, bytes(size))


def test_after_so_many_files_an_address_has_to_wait(client, settings):
    issued()
    settings.VERIFY_FILES_PER_HOUR = 2
    assert [send(client, files.genuine()).status_code for _each in range(3)] == [200, 200, 429]
    response = send(client, files.genuine())
    assert "Zu viele Anfragen" in response.content.decode() and response["Retry-After"]
    assert send(client, files.genuine(), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_all_addresses_together_are_limited_too(client, settings):
    settings.VERIFY_FILES_PER_HOUR = settings.VERIFY_ALL_TIMES = 1
    asked = [send(client, b"x", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(1, 4)]
    assert asked == [200, 429, 429]


def test_busy_is_said_and_is_no_fault(client, monkeypatch):
    def busy(pdf, chains):
        raise Busy("Gleich.")

    monkeypatch.setattr(answering, "look_apart", busy)
    response = send(client, b"%PDF-1.7")
    assert response.status_code == 503 and "Gleich." in response.content.decode()


def test_headers_and_queries(client, django_assert_max_num_queries):
    issued()
    send(client, b"x")  # what is read once per process
    with django_assert_max_num_queries(6):
        response = send(client, files.genuine())
    assert response["Cache-Control"] == "no-store" and response["X-Robots-Tag"].startswith("noindex")


def test_no_name_in_any_log(client, caplog, capfd):
    """Neither the holder's, nor the file's, nor what was typed: over every page of the room and every answer."""
    certificate = issued(given_name="Wilhelmina", family_name="Geheimnis")
    code = papers.code_of(certificate)
    with caplog.at_level(logging.DEBUG):
        for pdf in (files.genuine(), attacks.overlay(files.genuine()), files.paper(), files.sealed(2).pdf, b"x"):
            send(client, pdf)
        client.get(f"/v/{code}")
        client.get("/v/0000000000000000")
        for born in ("1990-04-05", "1990-04-06", "gestern"):
            client.post("/verify/", {"number": certificate.number, "family_name": "Geheimnis", "date_of_birth": born})
    ours = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(("pyhanko", "django.db"))
    )
    everything = ours + capfd.readouterr().err
    for words in ("Wilhelmina", "Geheimnis", "giovanni", "1990", code):
        assert words not in everything, words


def test_half_a_body_breaks_nothing(client):
    response = client.post(
        "/verify/",
        data=b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nabc',
        content_type="multipart/form-data; boundary=x",
    )
    assert response.status_code in (200, 400)
