"""A new key signs from now on and the old one stays known: whole or not at all, once however often at the same time."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from certificates.issuing.models import CopyContent
from certificates.keys import files, rotating
from certificates.keys.keyring import Purpose, signing_key
from certificates.keys.models import SigningKey
from certificates.keys.refusals import NoSuchKey
from certificates.keys.rotating import distrust_key, rotate_key
from certificates.publishing.models import StatusList
from lms.audit.models import Act
from tests.certificates.publishing.places import issue, publish

AT = dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)
database = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys_of_this_test(tmp_path, settings):
    settings.SIGNING_KEYS_DIR = str(tmp_path)


@database
@pytest.mark.parametrize("purpose", Purpose)
def test_the_new_one_signs_and_the_old_one_is_retired(purpose):
    first = signing_key(purpose, AT)
    new, old = rotate_key(purpose, at=AT)
    assert old.pk == first.row.pk and SigningKey.objects.get(pk=old.pk).retired_at == AT
    assert not SigningKey.objects.get(pk=old.pk).compromised_at
    signing = signing_key(purpose, AT)
    assert signing.row.pk == new.pk and signing.name == "k-2026-2" and signing.row.public != first.row.public
    assert files.path_of(purpose, first.name).exists(), "what it signed may have to be shown"


@database
def test_the_seals_of_one_house_have_one_root():
    first = signing_key(Purpose.SEAL, AT)
    rotate_key(Purpose.SEAL, at=AT)
    second = signing_key(Purpose.SEAL, AT)
    ends = [key.chain.split("-----BEGIN")[-1] for key in (first, second)]
    assert ends[0] == ends[1] and first.chain != second.chain


@database
def test_the_first_rotation_makes_the_first_key():
    new, old = rotate_key(Purpose.CREDENTIAL, at=AT)
    assert old is None and new.name == "k-2026" and signing_key(Purpose.CREDENTIAL, AT).row.pk == new.pk


@database
def test_it_stands_in_the_log():
    signing_key(Purpose.CREDENTIAL, AT)
    rotate_key(Purpose.CREDENTIAL, at=AT, compromised=True)
    assert list(Act.objects.order_by("pk").values_list("verb", "facts__key")) == [
        ("signing_key.distrusted", "k-2026"),
        ("signing_key.rotated", "k-2026-2"),
    ]


@database
def test_a_lost_key_can_be_changed():
    first = signing_key(Purpose.STATUS, AT)
    files.path_of(Purpose.STATUS, first.name).unlink()
    rotate_key(Purpose.STATUS, at=AT)
    assert signing_key(Purpose.STATUS, AT).name == "k-2026-2"


@database
@pytest.mark.parametrize("step", ["make_key", "record"])
def test_killed_midway_nothing_has_happened_and_the_next_run_goes_on(monkeypatch, step):
    first = signing_key(Purpose.CREDENTIAL, AT)

    def killed(*args, **kwargs):
        original(*args, **kwargs)
        raise KeyboardInterrupt

    original = getattr(rotating, step)
    with monkeypatch.context() as patch:
        patch.setattr(rotating, step, killed)
        with pytest.raises(KeyboardInterrupt):
            rotate_key(Purpose.CREDENTIAL, at=AT)
    assert signing_key(Purpose.CREDENTIAL, AT).row.pk == first.row.pk
    assert files.path_of("credential", "k-2026-2").exists(), "the file was written before"
    rotate_key(Purpose.CREDENTIAL, at=AT)
    assert signing_key(Purpose.CREDENTIAL, AT).name == "k-2026-2", "and is taken up"


@database
def test_whoever_comes_second_finds_it_done(monkeypatch):
    """Two runs saw the same key; the second waits for the lock and then changes nothing."""
    signing_key(Purpose.CREDENTIAL, AT)
    seen = rotating._signing(Purpose.CREDENTIAL).first()
    new, _old = rotate_key(Purpose.CREDENTIAL, at=AT)
    signing = rotating._signing
    answers = iter([SigningKey.objects.filter(pk=seen.pk)])
    monkeypatch.setattr(rotating, "_signing", lambda purpose: next(answers, None) or signing(purpose))
    found, _seen = rotate_key(Purpose.CREDENTIAL, at=AT)
    assert found.pk == new.pk and SigningKey.objects.count() == 2
    assert Act.objects.filter(verb="signing_key.rotated").count() == 1, "it happened once"
    assert not files.path_of("credential", "k-2026-3").exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_at_the_same_time_change_it_once(monkeypatch):
    signing_key(Purpose.CREDENTIAL, AT)
    signing, barrier, here = rotating._signing, threading.Barrier(4), threading.local()

    def all_have_seen_it(purpose):
        if getattr(here, "asked", False):
            return signing(purpose)
        here.asked, seen = True, signing(purpose).get()
        barrier.wait(timeout=20)
        return SigningKey.objects.filter(pk=seen.pk)

    def run(_n):
        try:
            return rotate_key(Purpose.CREDENTIAL, at=AT)[0].pk
        finally:
            connection.close()

    monkeypatch.setattr(rotating, "_signing", all_have_seen_it)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(run, range(4)))
    assert len(set(made)) == 1 and SigningKey.objects.count() == 2


@database
def test_a_retired_key_may_turn_out_compromised_later():
    signing_key(Purpose.CREDENTIAL, AT)
    with pytest.raises(NoSuchKey):
        distrust_key("credential", "k-2026", at=AT)
    rotate_key(Purpose.CREDENTIAL, at=AT)
    distrust_key("credential", "k-2026", at=AT)
    distrust_key("credential", "k-2026", at=AT + dt.timedelta(days=1))
    assert SigningKey.objects.get(name="k-2026").compromised_at == AT
    assert Act.objects.filter(verb="signing_key.distrusted").count() == 1


@database
def test_the_command_signs_the_lists_anew_and_says_how_many_copies_are_concerned(capsys):
    [certificate], _office = issue()
    publish()
    key = signing_key(Purpose.CREDENTIAL, timezone.now())
    CopyContent.objects.update(credential=f'{{"verificationMethod":"did:web:lehrgang.example#{key.name}"}}')
    call_command("rotate_key", "status")
    name = SigningKey.objects.get(purpose="status", retired_at=None).name
    assert all(f"#status-{name}" in text for text in StatusList.objects.values_list("text", flat=True))
    call_command("rotate_key", "credential", "--compromised")
    said = capsys.readouterr().out
    assert "signs from now on" in said and "Copies that it signed: 1." in said


@database
@pytest.mark.parametrize(
    "arguments", [["credential", "--key", "k-1999"], ["credential", "--compromised", "--key", "k-1999"], ["tax"], []]
)
def test_the_command_refuses_what_makes_no_sense(arguments):
    with pytest.raises(CommandError):
        call_command("rotate_key", *arguments)
    assert not SigningKey.objects.exists()
