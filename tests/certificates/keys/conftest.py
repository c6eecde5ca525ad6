"""Each test has a key folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.SIGNING_KEYS_DIR = str(tmp_path / "keys")
    return tmp_path / "keys"
