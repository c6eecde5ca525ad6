"""What would make certificates public or unprintable, said by `manage.py check` with an id and what to do."""

import ctypes
import sys
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Warning, register

from lms.home.checks import TAG
from lms.lib.paper.glyphs import FONTS

# What WeasyPrint opens, by name of the library, and the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}


@register(TAG)
def certificates_are_private(**_about):
    """What lies below MEDIA_ROOT, or in a public place of the bucket, is served to everybody who guesses its name."""
    media, private = (settings.STORAGES[name].get("OPTIONS", {}) for name in ("default", "private"))
    on_disk = "FileSystem" in settings.STORAGES["private"]["BACKEND"]
    if on_disk:
        location = Path(private.get("location") or settings.MEDIA_ROOT).resolve()
        public = [Path(folder).resolve() for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT) if folder]
        wrong = any(location.is_relative_to(folder) for folder in public)
    else:
        same = all(media.get(key) == private.get(key) for key in ("bucket_name", "location"))
        wrong = same or str(private.get("default_acl") or "private").startswith("public")
    if not wrong:
        return []
    return [
        Error(
            "The storage of certificates (STORAGES['private']) lies where the public can read.",
            hint="Set PRIVATE_ROOT to a folder that is neither MEDIA_ROOT nor below it nor below the static files.",
            id="lehrgang.E004",
        )
    ]


@register(TAG)
def certificates_can_be_printed(libraries=LIBRARIES, fonts=FONTS, **_about):
    """WeasyPrint is imported by the worker only, so a missing library would show with the first certificate."""
    packages = [package for name, package in libraries.items() if sys.platform == "linux" and not _loads(name)]
    found = []
    if packages:
        found.append(
            Warning(
                f"Certificates cannot be printed: the libraries of {', '.join(packages)} are missing.",
                hint=f"As root: apt-get install {' '.join(packages)}",
                id="lehrgang.W006",
            )
        )
    if not any(fonts.glob("*.woff2")):
        found.append(
            Warning(
                f"Certificates cannot be printed: the fonts in {fonts.name}/ are missing.",
                hint="Take the whole repository: lms/lib/paper/fonts belongs to it.",
                id="lehrgang.W009",
            )
        )
    return found


def _loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
