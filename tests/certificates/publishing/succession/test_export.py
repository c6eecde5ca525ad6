"""The export holds what verifies without us, no name and no secret; it is written whole or not at all."""

import base64
import hashlib
import json
import os
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.document.seal import signed_sha256
from certificates.issuing.models import Certificate
from certificates.publishing.succession import folder as folders
from certificates.publishing.succession.contents import export
from certificates.publishing.succession.register import entries
from lms.home import operator
from tests.certificates.publishing.places import issue
from tests.certificates.publishing.succession.house import close
from tests.certificates.publishing.test_status_lists import fill
from tests.independent.verifiers import digitalbazaar, digitalcredentials

pytestmark = pytest.mark.django_db


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()
    }


def sha256(value):
    return hashlib.sha256(value if isinstance(value, bytes) else value.encode()).hexdigest()


@pytest.fixture
def house(tmp_path):
    return close(tmp_path / "register")


def test_a_whole_house(house, client, capsys):
    """One test for one house, for making it takes seconds."""
    files = contents(house.folder)
    year = timezone.now().year
    assert set(files) == {
        ".well-known/did.json", "LIESMICH.txt", "README.txt", "SHA256SUMS", "SHA256SUMS.sig", "index.html",
        "register.json", "credentials/keys.json", "credentials/status/1", "credentials/suspension/1",
        "keys/root-1.pem", "keys/root.crl",
        f"keys/seal-k-{year}.pem", f"keys/credential-k-{year}.pem", f"keys/status-k-{year}.pem",
    }  # fmt: skip
    says_the_status_of_each(house, files)
    names_nobody(house, files)
    is_signed(files, year)
    says_what_the_site_says(files, client)
    suffices_for_the_verifiers(house)
    again = contents(written_again(house))
    assert again == files, "the same day, the same bytes"


def says_the_status_of_each(house, files):
    register = json.loads(files["register.json"])["entries"]
    day = timezone.localdate().isoformat()
    dated = {"revoked": f"revoked {day}", "replaced": f"replaced {day}"}
    for word, pdf in house.pdfs.items():
        wanted = dated.get(word, word)
        assert register[sha256(house.codes[word])] == wanted
        assert register[signed_sha256(pdf)] == wanted
        # With the name the credential went, and its hash with it.
        assert register.get(sha256(house.credentials[word])) == (None if word == "name_erased" else wanted)
    assert list(register) == sorted(register) and len(register) == 5 * 3 - 1 + 3


def names_nobody(house, files):
    everything = b"\n".join(files.values())
    secrets = [*house.names, *house.numbers, *house.codes.values(), "PRIVATE KEY", "Täuschung"]
    assert [secret for secret in secrets if secret.encode() in everything] == []


def is_signed(files, year):
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, path = line.split("  ")
        assert sha256(files[path]) == digest
    assert {line.split("  ")[1] for line in files["SHA256SUMS"].decode().splitlines()} == set(files) - {
        "SHA256SUMS",
        "SHA256SUMS.sig",
    }
    key = load_pem_public_key(files[f"keys/status-k-{year}.pem"])
    key.verify(base64.b64decode(files["SHA256SUMS.sig"]), files["SHA256SUMS"])


def says_what_the_site_says(files, client):
    for path in ("credentials/status/1", "credentials/suspension/1"):
        assert client.get(f"/{path}").content == files[path]
    assert client.get("/.well-known/did.json").json() == json.loads(files[".well-known/did.json"])


def suffices_for_the_verifiers(house):
    """Neither verifier gets anything but this folder."""
    did = json.loads((house.folder / ".well-known/did.json").read_text())
    lists = {
        f"https://lehrgang.example/{path}": json.loads((house.folder / path).read_text())
        for path in ("credentials/status/1", "credentials/suspension/1")
    }
    credentials = [json.loads(text) for text in house.credentials.values()]
    assert digitalbazaar(credentials, did, lists) == [True, False, False, False, True]
    answers = digitalcredentials(credentials, did, lists)
    assert all(one["valid_signature"] for one in answers)
    assert [one["revocation_status"] and one["suspension_status"] for one in answers] == [
        True,
        False,
        False,
        False,
        True,
    ]


def written_again(house):
    call_command("export_register", "--to", str(house.folder))
    return house.folder


def test_the_texts_name_only_files_that_are_there(tmp_path):
    issue()
    files = export(timezone.now())
    for name in ("LIESMICH.txt", "README.txt"):
        text = files[name].decode("utf-8-sig")
        assert "{{" not in text and "lehrgang.example" in text and "\r\n" in text
        listed = re.findall(r"^([\w./-]+\.(?:html|json|txt))  ", text, re.MULTILINE)
        assert set(listed) <= set(files) and len(listed) >= 4
    page = files["index.html"].decode()
    assert "/*" not in page.split("<script type")[0].replace("/*REGISTER*/", "")
    assert not re.search(r"https?://(?!lehrgang\.example)", page), "nothing is loaded from anywhere"


def test_an_operator_s_name_cannot_break_out_of_the_page():
    cache.set(operator.KEY, "</script><script>alert(1)</script>")
    issue()
    assert b"<script>alert" not in export(timezone.now())["index.html"]


def test_what_is_no_export_is_left_alone(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    with pytest.raises(CommandError, match="no.* export|kein"):
        call_command("export_register", "--to", str(tmp_path / "home"))
    assert (tmp_path / "home" / "letter.txt").read_text() == "dear"
    (tmp_path / "link").symlink_to(tmp_path / "home")
    with pytest.raises(CommandError):
        call_command("export_register", "--to", str(tmp_path / "link"))
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError):
        call_command("export_register", "--to", str(tmp_path / "file"))


@pytest.mark.parametrize("after", [0, 1, 2])
def test_killed_while_writing_the_earlier_one_is_still_whole(tmp_path, monkeypatch, after):
    target, earlier = tmp_path / "out", {"register.json": b"1", "a/b": b"2", "c": b"3"}
    folders.write_folder(target, earlier)
    written, write = [], folders._write

    def killed(path, content):
        if len(written) == after:
            raise KeyboardInterrupt
        written.append(path)
        write(path, content)

    monkeypatch.setattr(folders, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        folders.write_folder(target, {"register.json": b"9", "a/b": b"9", "c": b"9"})
    assert contents(target) == earlier and os.listdir(tmp_path) == ["out"]


def test_a_later_one_takes_the_place_of_the_earlier(tmp_path):
    target = tmp_path / "new" / "out"
    folders.write_folder(target, {"register.json": b"1", "gone": b"2"})
    folders.write_folder(target, {"register.json": b"2"})
    assert contents(target) == {"register.json": b"2"} and os.listdir(tmp_path / "new") == ["out"]


def test_ten_thousand_copies_cost_as_many_statements_as_one():
    issue()
    export(timezone.now())

    def statements():
        with CaptureQueriesContext(connection) as captured:
            export(timezone.now())
        return len(captured)

    few = statements()
    fill(Certificate.objects.get(), copies=10_000, ended=1_000)
    export(timezone.now())
    assert statements() == few and few <= 16
    assert len(entries()) == 10_001
