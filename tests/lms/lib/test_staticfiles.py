"""Collected, the style sheets are one file whose fonts are found; nothing is fetched from elsewhere."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile

from lms.lib.staticfiles import CollectedStorage, put_together


def collected(tmp_path, **extra):
    """Every file of ours, as collectstatic would hand them to the storage; `extra` are more files of index.css."""
    source = StaticFilesStorage(location=tmp_path / "source", base_url="/static/")
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            if path.startswith("lms/"):
                with storage.open(path) as file:
                    source.save(path, ContentFile(file.read()))
    for path, text in extra.items():
        source.delete(path)
        source.save(path, ContentFile(text.encode()))
    return {path: (source, path) for path in _all(source, "lms")}


def _all(storage, folder):
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _all(storage, f"{folder}/{name}")


def test_one_file_with_all_layers_and_hashed_fonts(tmp_path):
    target = CollectedStorage(location=tmp_path / "target", base_url="/static/")
    paths = collected(tmp_path)
    for path, (storage, _name) in paths.items():
        with storage.open(path) as file:
            target.save(path, ContentFile(file.read()))
    faults = [error for _name, _hashed, error in target.post_process(paths) if isinstance(error, Exception)]
    assert faults == []
    with target.open(target.stored_name("lms/index.css").removeprefix("/static/")) as file:
        css = file.read().decode()
    assert "@import" not in css
    assert "@layer tokens" in css and ".masthead" in css
    fonts = re.findall(r'url\("?(fonts/[^")]+)', css)
    assert len(fonts) == 4 and all(target.exists(f"lms/{font}") for font in fonts)
    assert "http" not in css.replace("http://www.w3.org", "")


def test_an_address_is_looked_up_once_until_files_are_collected_anew(tmp_path, monkeypatch, settings):
    target = CollectedStorage(location=tmp_path, base_url="/static/")
    asked = []
    ask = target.stored_name
    monkeypatch.setattr(target, "stored_name", lambda name: asked.append(name) or ask(name))
    addresses = []
    for text in (b"a {}", b"b {}"):
        target.delete("x.css")
        target.save("x.css", ContentFile(text))
        list(target.post_process({"x.css": (target, "x.css")}))
        asked.clear()
        addresses += [target.url("x.css"), target.url("x.css")]
        assert asked == ["x.css"]
    assert addresses[0] == addresses[1] != addresses[2] == addresses[3]


def test_refuses_a_component_whose_addresses_would_change(tmp_path):
    paths = collected(tmp_path, **{"lms/components/chip.css": ".chip { background: url(x.png) }"})
    with pytest.raises(ValueError, match=r"chip\.css"):
        put_together(paths)
