"""E15 to E18: whatever became of a number, nobody outside the office meets a former name, a successor or a reason."""

import io
import json
import logging
import zipfile

import pytest
from django.utils import timezone

from certificates.issuing.actions import (
    ask_for_evidence,
    erase_name,
    replace_certificate,
    replace_copy,
    revoke_certificate,
    share_certificate,
    suspend_certificate,
)
from certificates.issuing.models import EvidenceBundle, private_storage
from certificates.issuing.tasks import make_evidence
from lms.audit.models import Act
from lms.messages.models import Letter
from tests.certificates.document.papers import text_of
from tests.certificates.issuing import scenes
from tests.certificates.issuing.world import make_world, print_all

pytestmark = pytest.mark.django_db
OLD, REASON = "Altwinia", "Grundgeheim"


@pytest.fixture
def world():
    people = [scenes.learner(given_name=OLD, family_name="Beispiel"), scenes.learner(given_name="Bo")]
    world = make_world(people=people, chamber_certifies=False)
    world.mine = world.cohort.enrolments.get(person__given_name=OLD).holdings.get().certificate
    return world


def renamed(world):
    """Change the first name and issue a new number in place of the old one; return it."""
    person = world.mine.holding.enrolment.person
    person.given_name = "Neuwin"
    person.save()
    new = replace_certificate(
        certificate=world.mine, actor=world.users["office"], at=timezone.now(), reason=f"Vornamensänderung {REASON}"
    )
    print_all(lambda copy, at: produced(copy, at))
    return new


def produced(copy, at):
    from certificates.issuing.producing import produce

    return produce(copy, at)


def seen(client, world, *numbers):
    """Yield (role, address, text) of every page on which a stranger, employer, chamber or the holder meets numbers."""
    company = world.mine.cohort.enrolments.first().booking.company.code
    cohort, chamber = world.cohort.code, world.chamber.code
    addresses = {
        "anonymous": ["/verify/"],
        "own_booker": [f"/companies/{company}/", f"/companies/{company}/people/", "/start/"],
        "chamber": [f"/chambers/{chamber}/", f"/chambers/{chamber}/cohorts/{cohort}/", "/start/"],
        "holder": ["/my/certificates/", "/start/"],
    }
    for number in numbers:
        for role in addresses:
            addresses[role] += [f"/certificates/{number}/", f"/certificates/{number}/pdf"]
        addresses["holder"].append(f"/my/certificates/{number}/sharing/")
    for copy in world.codes:
        addresses["anonymous"] += [f"/v/{copy}", f"/v/{copy}?language=en"]
    addresses["anonymous"] += [f"/s/{secret}/{end}" for secret in world.secrets for end in ("", "pdf")]
    for role, urls in addresses.items():
        client.logout()
        if world.users[role]:
            client.force_login(world.users[role])
        if role == "chamber":
            for number in numbers:
                # What a chamber looks for is sent, not asked for by an address.
                found = client.post(f"/chambers/{chamber}/", {"q": number})
                assert found.status_code == 200
                yield role, f"q={number}", found.content.decode()
        for url in urls:
            for kind in ("text/html", "application/json"):
                response = client.get(url, headers={"accept": kind})
                assert response.status_code < 500, url
                body = b"".join(response) if response.streaming else response.content
                heads = " ".join(f"{key}: {value}" for key, value in response.items())
                yield role, url, heads + body.decode("latin-1") + body.decode("utf-8", "replace")


def test_after_a_changed_first_name_the_old_one_is_met_nowhere(world, client, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    world.users["holder"].person = world.mine.holding.enrolment.person
    world.users["holder"].save()
    _link, secret = share_certificate(
        certificate=world.mine, actor=world.users["holder"], at=timezone.now(), days=7, with_pdf=True
    )
    caplog.clear()
    new = renamed(world)
    world.secrets = [secret]
    world.codes = [world.mine.copies.get().code, new.copies.get().code]
    met, new_name = 0, 0
    for role, url, text in seen(client, world, world.mine.number, new.number):
        assert OLD not in text and REASON not in text, (role, url)
        met += world.mine.number in text
        new_name += "Neuwin" in text
        both = world.mine.number in text and new.number in text
        assert not (both and role != "holder" and "Neuwin" in text and "q=" in url), (role, url)
    assert met and new_name, "the walk did meet both"
    assert OLD not in caplog.text and REASON not in caplog.text
    assert not [act for act in Act.objects.all() if OLD in json.dumps(act.facts) or REASON in json.dumps(act.facts)]
    assert not Letter.objects.filter(body__contains=OLD).exists()
    stored = new.copies.get().content.pdf
    path = tmp_path / "new.pdf"
    path.write_bytes(stored.read())
    assert "Neuwin Beispiel" in text_of(path) and OLD not in text_of(path)
    assert world.mine.number not in text_of(path) and OLD.encode() not in path.read_bytes()
    assert OLD not in stored.name and not [name for name in private_storage().listdir("certificates")[1] if OLD in name]


def test_old_and_new_do_not_lead_to_each_other_in_public(world, client):
    new = renamed(world)
    old = client.get(f"/v/{world.mine.copies.get().code}").content.decode()
    fresh = client.get(f"/v/{new.copies.get().code}").content.decode()
    assert new.number not in old and world.mine.number not in fresh and "Neuwin" not in old and "ersetzt" not in fresh
    answer = client.get(f"/v/{world.mine.copies.get().code}", headers={"accept": "application/json"}).json()
    assert set(answer) == {"status", "date"}


def test_the_evidence_that_a_chamber_takes_tells_neither(world):
    new = renamed(world)
    bundle = ask_for_evidence(cohort=world.cohort, actor=world.users["office"], at=timezone.now(), language="de")
    make_evidence(bundle.pk)
    archive = zipfile.ZipFile(io.BytesIO(EvidenceBundle.objects.get().zip.read()))
    text = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert OLD not in text and REASON not in text and new.number in text and world.mine.number in text
    rows = {row["number"]: row["name"] for row in json.loads(archive.read(archive.namelist()[-3]))["certificates"]}
    assert rows[world.mine.number] == "" and rows[new.number] == "Neuwin Beispiel"


def test_evidence_of_before_the_new_name_is_handed_out_no_longer(world, client, django_capture_on_commit_callbacks):
    """The chamber may take a bundle along for weeks; one that a correction leaves as true as it was stays."""
    asked = {"cohort": world.cohort, "actor": world.users["office"], "at": timezone.now(), "language": "de"}
    bundle = ask_for_evidence(**asked)
    make_evidence(bundle.pk)
    bundle.refresh_from_db()
    storage = private_storage()
    other = world.cohort.enrolments.get(person__given_name="Bo").holdings.get().certificate
    with django_capture_on_commit_callbacks(execute=True):
        replace_certificate(certificate=other, actor=asked["actor"], at=asked["at"], reason="Tippfehler")
    assert EvidenceBundle.objects.exists() and storage.exists(bundle.zip.name)
    with django_capture_on_commit_callbacks(execute=True):
        renamed(world)
    assert not EvidenceBundle.objects.exists()
    assert not storage.exists(bundle.zip.name) and not storage.exists(bundle.pdf.name)


@pytest.mark.parametrize("act", [revoke_certificate, suspend_certificate, replace_copy])
def test_reasons_stay_inside(world, client, act):
    """E15, E17: the page says what, never why."""
    act(certificate=world.mine, actor=world.users["office"], at=timezone.now(), reason=REASON)
    world.secrets, world.codes = [], [copy.code for copy in world.mine.copies.all()]
    assert all(REASON not in text for _role, _url, text in seen(client, world, world.mine.number))


def test_an_erased_name_is_met_nowhere(world, client):
    """E18: the number is valid without it, also for its chamber and its company."""
    number, codes = world.mine.number, [world.mine.copies.get().code]
    enrolment = world.mine.holding.enrolment
    erase_name(enrolment=enrolment, actor=world.users["office"], at=timezone.now())
    page = client.get(f"/v/{codes[0]}").content.decode()
    assert number in page and OLD not in page and "ohne Namen" in page
    client.force_login(world.users["chamber"])
    desk = client.post(f"/chambers/{world.chamber.code}/", {"q": number}).content.decode()
    assert number in desk and OLD not in desk
