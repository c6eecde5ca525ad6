"""The papers are sealed once for all tools."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.certificates.acceptance.papers import sealed_papers


@pytest.fixture(scope="module")
def papers(django_db_setup, django_db_blocker, tmp_path_factory):
    """Sealed papers. The register forgets their key afterwards: no tool asks it."""
    keys = str(tmp_path_factory.mktemp("keys"))
    with (
        django_db_blocker.unblock(),
        override_settings(SIGNING_KEYS_DIR=keys, SEAL_TIMESTAMP_URL=""),
        transaction.atomic(),
    ):
        made = sealed_papers(settings)
        transaction.set_rollback(True)
    return made
