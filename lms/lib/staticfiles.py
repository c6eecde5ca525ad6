"""Static files as they are collected: hashed, and our style sheets put together into one."""

import re
from functools import cached_property

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

INDEX = "lms/index.css"
IMPORT = re.compile(r'@import "(?P<path>[^"]+)" layer\((?P<layer>\w+)\);')


class PutTogether:
    """
    Files that do not change while the program runs. Collecting also replaces each @import of lms/index.css by its file.

    Forty requests become one, without a build step: under test the browser follows the imports itself.
    """

    def post_process(self, paths, dry_run=False, **options):
        if INDEX in paths and not dry_run:
            if self.exists(INDEX):
                self.delete(INDEX)
            self.save(INDEX, ContentFile(put_together(paths).encode()))
            paths[INDEX] = (self, INDEX)
        yield from super().post_process(paths, dry_run, **options)
        self._urls.clear()

    @cached_property
    def _urls(self):
        return {}

    def url(self, name, force=False):
        """Return the address of a file. It is looked up once: a page names its icons some hundred times."""
        if (name, force) not in self._urls:
            self._urls[name, force] = super().url(name, force)
        return self._urls[name, force]


class HashedStorage(PutTogether, ManifestStaticFilesStorage):
    """For the embedded default: hashed, not compressed, which saves half of the time of the first start."""


class CollectedStorage(PutTogether, CompressedManifestStaticFilesStorage):
    """For production: hashed and compressed."""


def put_together(paths):
    """Return index.css with its imports written out. Raises ValueError if an address in one would change."""

    def read(name):
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    def written_out(found):
        css = read(f"lms/{found['path']}")
        if "/" in found["path"] and "url(" in css:
            raise ValueError(f"{found['path']} uses url(): its address would change, put it into base.css.")
        return f"@layer {found['layer']} {{\n{css}}}"

    return IMPORT.sub(written_out, read(INDEX))
