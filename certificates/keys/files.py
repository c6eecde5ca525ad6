"""Private keys as files: in one folder, readable by the product's own user only, written once and never over."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.keys.refusals import KeyNotHere


def is_given():
    """Return whether the settings name a seal; without one the product makes its own."""
    return bool(settings.SEAL_KEY_FILE or settings.SEAL_PKCS11_MODULE)


def path_of(purpose, name):
    """Return where the private half of a key lies."""
    return Path(settings.SIGNING_KEYS_DIR) / f"{purpose}-{name}.pem"


def write(path, content):
    """
    Write a private key (bytes), mode 0400; return whether it was written. One that is there already stays.

    Whole or not at all: a process that is killed meanwhile leaves no half key under the name. Raises KeyNotHere.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    except OSError as error:
        raise KeyNotHere(
            _("The folder of signing keys cannot be written to. It must belong to the product's own user.")
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, 0o400)
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        os.unlink(draft)
    return True


def read(path):
    """Return the bytes of a private key. Raises KeyNotHere."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyNotHere(
            _("The signing key %(name)s is not on this machine. Copy it into the folder of signing keys.")
            % {"name": path.name}
        ) from error
