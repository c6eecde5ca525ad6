"""A key is made at its first use, once, whoever comes at the same time; one that is not here is not made anew."""

import os
import stat
import subprocess
import sys

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from django.conf import settings as live
from django.db import connection

from certificates.issuing import making
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Copy
from certificates.issuing.producing import produce
from certificates.keys import files, keyring
from certificates.keys import making as keymaking
from certificates.keys.keyring import Purpose, signing_key
from certificates.keys.models import SigningKey
from certificates.keys.refusals import KeyNotHere
from tests.certificates.issuing import scenes as papers
from tests.certificates.keys.scenes import NOW

pytestmark = pytest.mark.django_db


def test_the_first_seal_comes_with_a_root_of_its_own(key_folder):
    key = signing_key(Purpose.SEAL, NOW)
    leaf, root = x509.load_pem_x509_certificates(key.chain.encode())
    assert isinstance(key.private, ec.EllipticCurvePrivateKey) and key.private.curve.name == "secp256r1"
    assert leaf.issuer == root.subject == root.issuer and root.public_key().curve.name == "secp384r1"
    leaf.verify_directly_issued_by(root)
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature and usage.content_commitment and not usage.key_cert_sign
    with pytest.raises(x509.ExtensionNotFound):
        leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert sorted(path.name for path in key_folder.iterdir()) == [f"seal-k-{NOW.year}.pem", "seal-root.pem"]


@pytest.mark.parametrize("purpose", [Purpose.CREDENTIAL, Purpose.STATUS])
def test_what_machines_read_is_signed_with_ed25519(purpose):
    key = signing_key(purpose, NOW)
    assert isinstance(key.private, ed25519.Ed25519PrivateKey) and key.name == f"k-{NOW.year}" and not key.chain


def test_the_register_holds_public_halves_only_and_the_files_are_nobody_elses(key_folder):
    for purpose in Purpose:
        signing_key(purpose, NOW)
    assert not any("PRIVATE" in row.public for row in SigningKey.objects.all())
    assert stat.S_IMODE(key_folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in key_folder.iterdir()} == {0o400}


def test_the_second_use_makes_nothing_and_takes_one_query(django_assert_num_queries):
    first = signing_key(Purpose.SEAL, NOW)
    with django_assert_num_queries(1):
        assert signing_key(Purpose.SEAL, NOW) == first
    assert SigningKey.objects.count() == 1


def test_a_process_killed_between_file_and_row_is_followed_by_the_next():
    left = keymaking.new_ed25519()
    assert files.write(files.path_of(Purpose.STATUS, f"k-{NOW.year}"), left)
    assert signing_key(Purpose.STATUS, NOW).row.public == keymaking.public_half(left)


def test_a_key_file_is_never_written_over():
    path = files.path_of(Purpose.SEAL, "k-1")
    assert files.write(path, b"first") and not files.write(path, b"second")
    assert files.read(path) == b"first" and [one.name for one in path.parent.iterdir()] == ["seal-k-1.pem"]


@pytest.fixture
def sealed_before():
    signing_key(Purpose.SEAL, NOW)
    path = files.path_of(Purpose.SEAL, f"k-{NOW.year}")
    path.chmod(0o600)
    return path


def spoil_missing(path):
    path.unlink()


def spoil_half_written(path):
    path.write_bytes(path.read_bytes()[:120])


def spoil_foreign(path):
    path.write_bytes(files.read(files.path_of(Purpose.SEAL, "root")))


@pytest.mark.parametrize("spoil", [spoil_missing, spoil_half_written, spoil_foreign])
def test_a_key_that_is_not_here_signs_nothing_and_is_not_replaced(sealed_before, spoil):
    keyring._private.cache_clear()
    spoil(sealed_before)
    with pytest.raises(KeyNotHere) as caught:
        signing_key(Purpose.SEAL, NOW)
    assert sealed_before.name in str(caught.value)
    assert SigningKey.objects.count() == 1


@pytest.mark.parametrize("spoil", [spoil_missing, spoil_half_written, spoil_foreign])
def test_a_copy_waits_with_a_reason_that_the_office_understands(sealed_before, spoil):
    keyring._private.cache_clear()
    spoil(sealed_before)
    cohort = papers.finished_cohort(1)
    issue_certificates(cohort=cohort, actor=papers.manager(cohort), at=papers.ISSUED_AT)
    copy = Copy.objects.get()
    assert not making.make(making.claim(copy.pk, papers.ISSUED_AT), produce, papers.ISSUED_AT)
    copy.refresh_from_db()
    assert copy.state == Copy.State.WAITING and copy.not_before
    assert sealed_before.name in copy.last_error and "Traceback" not in copy.last_error


def test_a_folder_that_cannot_be_written_is_said(settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.SIGNING_KEYS_DIR = str(tmp_path / "file" / "keys")
    with pytest.raises(KeyNotHere):
        signing_key(Purpose.SEAL, NOW)
    assert not SigningKey.objects.exists()


MAKE_ALL = """
import sys, django; django.setup()
from django.conf import settings
from django.db import connection
settings.SIGNING_KEYS_DIR = sys.argv[1]
connection.settings_dict["NAME"] = sys.argv[2]
from datetime import datetime, UTC
from certificates.keys.keyring import Purpose, signing_key
sys.stdin.readline()
for purpose in Purpose:
    key = signing_key(purpose, datetime(2026, 5, 4, tzinfo=UTC))
    print(key.row.pk, key.row.public.replace(chr(10), ""))
"""


@pytest.mark.django_db(transaction=True)
def test_processes_that_come_at_once_end_with_one_key(key_folder):
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and "memory" in str(name):
        pytest.skip("a database in memory is nobody else's")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    command = [sys.executable, "-c", MAKE_ALL, str(key_folder), str(name)]
    started = [
        subprocess.Popen(
            command, env=environment, cwd=live.BASE_DIR, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _each in range(4)
    ]
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0] for process in started]
    assert all(process.returncode == 0 for process in started)
    assert len(set(said)) == 1 and said[0].count("BEGIN") == 4
    assert SigningKey.objects.count() == 3
