"""A file sent to the page, looked at by the other process: a handful, for the many are looked at in this one."""

import pytest
from django.core.cache import cache

from tests.certificates.verification.pdf import attacks, files
from tests.certificates.verification.pdf.papers import issued
from tests.certificates.verification.test_file_page import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (files.genuine, "Echt und gültig"),
        (files.archived, "Echt und gültig"),
        (lambda: attacks.overlay(files.genuine()), "Nach dem Siegeln verändert"),
        (lambda: files.sealed(2).pdf, "Nicht bestätigt"),
        (attacks.hours_of_work, "Nicht bestätigt"),
    ],
)
def test_the_whole_way(client, make, words):
    cache.clear()
    issued()
    assert words in text_of(client, make())
