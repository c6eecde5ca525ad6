"""`manage.py verify_pdf FILE`: four answers, four exit codes, never a traceback."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

from certificates.issuing.actions import revoke_certificate
from certificates.verification.pdf import answering, inspecting
from tests.certificates.issuing import scenes
from tests.certificates.verification import papers
from tests.certificates.verification.pdf import attacks, files
from tests.certificates.verification.pdf.papers import issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def verify(tmp_path, capsys, monkeypatch):
    def ask(pdf):
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        try:
            call_command("verify_pdf", str(path))
        except SystemExit as end:
            return end.code, "".join(capsys.readouterr())
        return 0, "".join(capsys.readouterr())

    monkeypatch.setattr(answering, "look_apart", inspecting.inspect)
    return ask


def test_the_four_answers(verify):
    certificate = issued(given_name="Giovanni")
    assert verify(files.genuine())[0] == 0
    code, text = verify(attacks.overlay(files.genuine()))
    assert code == 2 and "Giovanni" in text
    assert verify(files.sealed(2).pdf)[0] == 3
    revoke_certificate(
        certificate=certificate, actor=scenes.manager(certificate.cohort), at=papers.LATER, reason="geheim"
    )
    code, text = verify(files.genuine())
    assert code == 1 and certificate.number in text and "Giovanni" not in text and "geheim" not in text


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (b"", "0 bytes"),
        (b"%PDF-1.7", "damaged"),
        (b"hello", "no PDF file"),
        (b"%PDF-1.7" + bytes(3 * 1024 * 1024), "larger than 2 MB"),
    ],
)
def test_what_is_no_certificate_is_not_ours_and_says_why(verify, pdf, said):
    issued()
    code, text = verify(pdf)
    assert code == 3 and said in text and "QR code" in text


@pytest.mark.parametrize("path", ["/no/such/file.pdf", "/", "a\0b"])
def test_what_cannot_be_read_is_said_in_words(path, capsys):
    with pytest.raises(SystemExit) as end:
        call_command("verify_pdf", path)
    assert end.value.code == 3 and capsys.readouterr().err


def test_it_speaks_english_as_the_other_commands_do(verify):
    issued(given_name="Giovanni")
    assert "genuine and valid" in verify(files.genuine())[1]


def test_a_file_that_is_not_there_is_named_in_english(capsys):
    with pytest.raises(SystemExit):
        call_command("verify_pdf", "/no/such/file.pdf")
    assert "the file cannot be read (No such file or directory)" in capsys.readouterr().err


def test_a_reader_who_stops_early_changes_nothing(verify, tmp_path, monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    # Closing flushes what is left, as Python does when it ends.
    with os.fdopen(writing, "w") as closed_pipe:
        monkeypatch.setattr(sys, "stdout", closed_pipe)
        assert verify(files.sealed(2).pdf)[0] == 3


def test_from_the_shell(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_pdf", str(tmp_path / "none.pdf")],
        cwd=settings.BASE_DIR, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 3 and "Traceback" not in done.stderr and done.stderr
