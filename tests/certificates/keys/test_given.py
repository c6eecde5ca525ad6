"""A seal of a trust service is taken from a file or a token, registered as it is used, and follows the one before."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from certificates.document.pdf import render_pdf
from certificates.document.seal import certificates_of, seal
from certificates.keys import making
from certificates.keys.keyring import Purpose, make_key, signing_key
from certificates.keys.models import SigningKey
from certificates.keys.refusals import KeyNotHere
from lms.audit.models import Act
from tests.certificates.document.papers import make_record
from tests.certificates.keys.scenes import NOW, issue, new_key, pem
from tests.certificates.keys.test_seal import checked

pytestmark = pytest.mark.django_db
PASSPHRASE = "Kugelschreiber"


@pytest.fixture
def root_pem():
    return making.new_root("Trust GmbH", NOW)


def written(path, root_pem, *, kind="P-256", form="p12", passphrase=PASSPHRASE, name="Seal", **dates):
    """Write a seal as a trust service hands it over and return its path."""
    key, root = new_key(kind), x509.load_pem_x509_certificate(root_pem)
    leaf = issue(root_pem, key, name, **dates)
    lock = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
    if form == "p12":
        data = pkcs12.serialize_key_and_certificates(b"seal", key, leaf, [root], lock)
    else:
        # The root first: the order of a file says nothing.
        data = pem(root, leaf) + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    path.write_bytes(data)
    path.chmod(0o400)
    return path


@pytest.fixture
def use(settings, tmp_path, root_pem):
    def use(name="seal", passphrase=PASSPHRASE, **about):
        settings.SEAL_KEY_PASSPHRASE = passphrase
        settings.SEAL_KEY_FILE = str(written(tmp_path / name, root_pem, passphrase=passphrase, **about))

    return use


@pytest.mark.parametrize("kind", ["P-256", "RSA-3072"])
@pytest.mark.parametrize(("form", "passphrase"), [("p12", PASSPHRASE), ("pem", PASSPHRASE), ("pem", "")])
def test_seals_with_the_key_of_a_file(use, root_pem, kind, form, passphrase):
    use(kind=kind, form=form, passphrase=passphrase)
    key = signing_key(Purpose.SEAL, NOW)
    leaf, root = certificates_of(key.chain)
    assert leaf.subject.native["common_name"] == "Seal" and leaf.issuer == root.subject
    assert checked(seal(render_pdf(make_record()), key).pdf, root).bottom_line
    assert key.row.public == key.chain and "PRIVATE" not in key.row.public


def test_is_registered_once_and_the_own_one_before_is_retired(use, django_assert_num_queries):
    own = signing_key(Purpose.SEAL, NOW).row
    use()
    later = NOW + dt.timedelta(days=1)
    key = signing_key(Purpose.SEAL, later)
    own.refresh_from_db()
    assert own.retired_at == later and own.compromised_at is None
    assert key.row.made_at == later and key.name == f"k-{later.year}-2"
    with django_assert_num_queries(1):
        assert signing_key(Purpose.SEAL, later).row == key.row
    assert SigningKey.objects.count() == 2
    assert Act.objects.get(verb="signing_key.rotated").facts == {"purpose": "seal", "key": key.name}


def test_a_new_file_follows_and_the_old_one_does_not_come_back(use, settings):
    use("first")
    first = signing_key(Purpose.SEAL, NOW).row
    use("second")
    second = signing_key(Purpose.SEAL, NOW).row
    assert second.pk != first.pk and SigningKey.objects.get(pk=first.pk).retired_at
    settings.SEAL_KEY_FILE = settings.SEAL_KEY_FILE.replace("second", "first")
    with pytest.raises(KeyNotHere):
        signing_key(Purpose.SEAL, NOW)
    assert SigningKey.objects.get(retired_at=None).pk == second.pk


def test_a_key_asked_for_anew_is_no_own_one_while_the_settings_name_a_seal(use):
    use()
    row = signing_key(Purpose.SEAL, NOW).row
    assert make_key(Purpose.SEAL, NOW) == row
    SigningKey.objects.update(retired_at=NOW)
    with pytest.raises(KeyNotHere):
        make_key(Purpose.SEAL, NOW)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda settings: setattr(settings, "SEAL_KEY_PASSPHRASE", "wrong"),
        lambda settings: setattr(settings, "SEAL_KEY_PASSPHRASE", ""),
        lambda settings: setattr(settings, "SEAL_KEY_FILE", settings.SEAL_KEY_FILE + "-gone"),
        lambda settings: setattr(settings, "SEAL_CHAIN_FILE", settings.SEAL_KEY_FILE),
        lambda settings: (
            Path(settings.SEAL_KEY_FILE).chmod(0o600),
            Path(settings.SEAL_KEY_FILE).write_bytes(b"half"),
        ),
    ],
)
def test_what_cannot_be_read_signs_nothing_and_registers_nothing(use, settings, spoil):
    use()
    spoil(settings)
    with pytest.raises(KeyNotHere):
        signing_key(Purpose.SEAL, NOW)
    assert not SigningKey.objects.exists()


def test_a_certificate_of_another_key_is_no_seal(settings, tmp_path, root_pem):
    leaf = issue(root_pem, new_key(), "Seal")
    key = new_key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "seal.pem").write_bytes(key + pem(leaf))
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.pem")
    with pytest.raises(KeyNotHere):
        signing_key(Purpose.SEAL, NOW)


@pytest.mark.parametrize("days", [-2, 366 * 2])
def test_a_seal_signs_only_while_its_certificate_holds(use, days):
    use()
    with pytest.raises(KeyNotHere) as caught:
        signing_key(Purpose.SEAL, NOW + dt.timedelta(days=days))
    assert str(NOW.year) in str(caught.value)


# --- A token: SoftHSM stands in for the hardware --------------------------------------------------------------------

MODULE = next((path for path in Path("/usr/lib").rglob("libsofthsm2.so")), None)


@pytest.fixture
def hsm(settings, tmp_path, monkeypatch, root_pem):
    if not MODULE or not shutil.which("softhsm2-util"):
        if os.environ.get("CI") == "true":
            pytest.fail("softhsm2 is not installed")
        pytest.skip("softhsm2 is not installed (Debian: softhsm2)")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    return tmp_path


SEAL_IN_A_TOKEN = """
import sys, django; django.setup()
from datetime import datetime, UTC
from certificates.document.seal import seal
from certificates.keys.given import given_seal
from certificates.keys.keyring import Key
from certificates.keys.refusals import KeyNotHere
given = given_seal(datetime.now(UTC))
try:
    sealed = seal(open(sys.argv[1], "rb").read(), Key(None, given.private, given.public))
except KeyNotHere as refusal:
    sys.exit(f"refused: {refusal}")
open(sys.argv[1], "wb").write(sealed.pdf)
"""


def in_token(hsm, root_pem, kind, *, pin="1234", label="seal", chain_key=None):
    """Put a key into a token, seal a paper with it in a process of its own, and return (its end, the PDF, the root)."""
    key, root = new_key(kind), x509.load_pem_x509_certificate(root_pem)
    (hsm / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (hsm / "chain.pem").write_bytes(pem(issue(root_pem, chain_key or key, "Seal"), root))
    token = ["--token", "Siegel", "--pin", "1234"]
    for command in (
        ["--init-token", "--free", "--label", "Siegel", "--so-pin", "5678", "--pin", "1234"],
        ["--import", str(hsm / "key.pem"), *token, "--label", "seal", "--id", "01"],
    ):
        subprocess.run(["softhsm2-util", *command], check=True, capture_output=True)
    (hsm / "paper.pdf").write_bytes(render_pdf(make_record()))
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings.test",
        "SEAL_PKCS11_MODULE": str(MODULE),
        "SEAL_PKCS11_TOKEN": "Siegel",
        "SEAL_PKCS11_KEY": label,
        "SEAL_KEY_PASSPHRASE": pin,
        "SEAL_CHAIN_FILE": str(hsm / "chain.pem"),
    }
    command = [sys.executable, "-c", SEAL_IN_A_TOKEN, str(hsm / "paper.pdf")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    return done, (hsm / "paper.pdf").read_bytes(), root


@pytest.mark.parametrize("kind", ["P-256", "RSA-3072"])
def test_seals_with_a_key_that_never_leaves_its_token(hsm, root_pem, kind):
    done, pdf, root = in_token(hsm, root_pem, kind)
    assert done.returncode == 0, done.stderr
    assert checked(pdf, certificates_of(pem(root).decode())[0]).bottom_line


@pytest.mark.parametrize("wrong", [{"pin": "9999"}, {"label": "another"}, {"chain_key": new_key()}])
def test_a_token_that_does_not_sign_as_it_should_seals_nothing(hsm, root_pem, wrong):
    done, pdf, _root = in_token(hsm, root_pem, "P-256", **wrong)
    assert done.returncode == 1 and "refused:" in done.stderr, done.stderr
    assert b"/ByteRange" not in pdf
