"""`manage.py check` names what gives the keys away and what the seal of a production site lacks."""

import pytest

from certificates.keys.checks import (
    private_keys_are_private,
    the_seal_is_trusted_elsewhere,
    the_token_of_the_seal_can_be_asked,
)


def ids(found):
    assert all(one.hint for one in found)
    return [one.id.removeprefix("lehrgang.") for one in found]


def test_nothing_is_said_where_all_is_set(settings, tmp_path):
    settings.SIGNING_KEYS_DIR = str(tmp_path / "keys")
    settings.SEAL_KEY_FILE, settings.SEAL_TIMESTAMP_URL = str(tmp_path / "seal.p12"), "https://time.example"
    assert ids(private_keys_are_private()) == ids(the_seal_is_trusted_elsewhere()) == []


def test_a_seal_of_our_own_without_a_time_is_said(settings):
    assert ids(the_seal_is_trusted_elsewhere()) == ["W012", "W013"]
    settings.SEAL_PKCS11_MODULE, settings.SEAL_TIMESTAMP_URL = "/usr/lib/token.so", "https://time.example"
    assert ids(the_seal_is_trusted_elsewhere()) == []


@pytest.mark.parametrize("root", ["MEDIA_ROOT", "STATIC_ROOT"])
@pytest.mark.parametrize("below", ["", "keys"])
def test_keys_where_the_web_server_hands_out_files_are_an_error(settings, tmp_path, root, below):
    setattr(settings, root, str(tmp_path))
    settings.SIGNING_KEYS_DIR = str(tmp_path / below)
    tmp_path.chmod(0o700)
    assert ids(private_keys_are_private()) == ["E010"]


@pytest.mark.parametrize(("mode", "said"), [(0o700, []), (0o750, []), (0o755, ["W011"]), (0o704, ["W011"])])
def test_a_folder_that_everybody_reads_is_said(settings, tmp_path, mode, said):
    folder = tmp_path / "keys"
    folder.mkdir()
    folder.chmod(mode)
    settings.SIGNING_KEYS_DIR = str(folder)
    assert ids(private_keys_are_private()) == said


def test_a_seal_file_that_everybody_reads_is_said(settings, tmp_path):
    settings.SIGNING_KEYS_DIR = str(tmp_path / "keys")
    (tmp_path / "seal.p12").write_bytes(b"")
    (tmp_path / "seal.p12").chmod(0o644)
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.p12")
    assert ids(private_keys_are_private()) == ["W011"]


def test_a_token_needs_its_labels_and_its_certificate(settings):
    assert the_token_of_the_seal_can_be_asked() == []
    settings.SEAL_PKCS11_MODULE = "/usr/lib/token.so"
    assert ids(the_token_of_the_seal_can_be_asked()) == ["E014"]
    settings.SEAL_PKCS11_TOKEN = settings.SEAL_PKCS11_KEY = settings.SEAL_CHAIN_FILE = "x"
    assert the_token_of_the_seal_can_be_asked() == []
