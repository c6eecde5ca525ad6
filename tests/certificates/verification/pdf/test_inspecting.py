"""What the look at one file finds, apart from the register."""

import hashlib

import pytest

from certificates.verification.pdf import findings, inspecting
from tests.certificates.verification.pdf import files


def look(pdf, *keys):
    return inspecting.inspect(pdf, [key.chain for key in keys or (files.key(),)])


def test_ours_and_unchanged():
    found = look(files.genuine())
    assert found == findings.Finding(
        "sealed",
        signed_sha256=files.sealed().signed_sha256,
        revision_sha256=hashlib.sha256(files.genuine()).hexdigest(),
        sealed_with=files.sealed().sealed_with,
    )
    assert findings.claimed_hashes(files.genuine()) == [found.signed_sha256]


@pytest.mark.parametrize("level", ["LT", "LTA"])
def test_raised_for_the_archive_it_is_still_ours(level):
    raised = files.archived(level=level)
    assert len(raised) > len(files.genuine()) and raised.startswith(files.genuine())
    assert look(raised) == look(files.genuine())
