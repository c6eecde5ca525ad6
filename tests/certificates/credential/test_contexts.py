"""The contexts are bundled, unchanged, with their licences; nothing else is ever loaded."""

import hashlib
import json

import pytest
from pyld import jsonld

from certificates.credential.contexts import FILES, FOLDER, UnknownContext, load

LICENSES = (FOLDER / "LICENSES.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES.values())
def test_is_the_file_that_the_licences_name(name):
    section = LICENSES.split(f"\n## {name}\n")[1].split("\n## ")[0]
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() in section
    assert all(
        word in section
        for word in ("Package: `@", "Licence", "npm", "provided that you include" if "v2" in name else "MIT License")
    )


def test_no_file_lies_there_without_a_licence():
    assert {path.name for path in FOLDER.iterdir()} == {*FILES.values(), "LICENSES.md"}


@pytest.mark.parametrize("url", FILES)
def test_is_loaded_from_the_bundle(url):
    assert load(url)["document"]["@context"] and load(url)["documentUrl"] == url


@pytest.mark.parametrize(
    "url", ["https://www.w3.org/2018/credentials/v1", "https://evil.example/", "file:///etc/passwd"]
)
def test_refuses_any_other_address(url):
    with pytest.raises(UnknownContext):
        load(url)
    with pytest.raises(jsonld.JsonLdError):
        jsonld.expand(json.loads(json.dumps({"@context": url, "name": "x"})), {"documentLoader": load})
