"""What weakens the seal, or gives its key away, said by `manage.py check` with an id and what to do."""

import importlib.util
import stat
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Warning, register

from certificates.keys.files import is_given
from lms.home.checks import TAG


@register(TAG)
def private_keys_are_private(**_about):
    """Who reads a private key can make certificates of ours."""
    folder = Path(settings.SIGNING_KEYS_DIR).resolve()
    public = [Path(one).resolve() for one in (settings.MEDIA_ROOT, settings.STATIC_ROOT) if one]
    found = []
    if any(folder.is_relative_to(one) for one in public):
        found.append(
            Error(
                "The folder of signing keys (SIGNING_KEYS_DIR) lies where the web server hands out files.",
                hint="Set SIGNING_KEYS_DIR to a folder outside MEDIA_ROOT and the static files, and replace all keys: "
                "manage.py rotate_key.",
                id="lehrgang.E010",
            )
        )
    paths = [folder, *([Path(settings.SEAL_KEY_FILE)] if settings.SEAL_KEY_FILE else [])]
    return found + [
        Warning(
            f"Every user of this machine can read {path}, where private keys of certificates lie.",
            hint=f"chmod {'go=' if path.is_dir() else '0400'} {path}",
            id="lehrgang.W011",
        )
        for path in paths
        if _open_to_others(path)
    ]


@register(TAG, deploy=True)
def the_seal_is_trusted_elsewhere(**_about):
    """What the seal of a production site lacks: the word of somebody else on who sealed, and when."""
    found = []
    if not is_given():
        found.append(
            Warning(
                "Certificates are sealed with a key of our own: they can be verified here, but Acrobat and other "
                "programmes will call the signer unknown.",
                hint="Set SEAL_KEY_FILE (or SEAL_PKCS11_MODULE) to an electronic seal of a trust service; see "
                "docs/operate.md. Certificates that were issued before keep the seal that they have.",
                id="lehrgang.W012",
            )
        )
    if not settings.SEAL_TIMESTAMP_URL:
        found.append(
            Warning(
                "Nobody puts a time on the seal: once its certificate ends, it cannot be shown to be older than that.",
                hint="Set SEAL_TIMESTAMP_URL to the RFC 3161 address of a trust service.",
                id="lehrgang.W013",
            )
        )
    return found


@register(TAG)
def the_token_of_the_seal_can_be_asked(**_about):
    """A seal in a token needs a package that nothing else needs, and a certificate that lies beside it."""
    if not settings.SEAL_PKCS11_MODULE:
        return []
    lacking = [
        name for name in ("SEAL_PKCS11_TOKEN", "SEAL_PKCS11_KEY", "SEAL_CHAIN_FILE") if not getattr(settings, name)
    ]
    if importlib.util.find_spec("pkcs11") is None:
        lacking.append("python-pkcs11")
    return (
        [
            Error(
                f"The seal lies in a token (SEAL_PKCS11_MODULE), but {', '.join(lacking)} is missing.",
                hint="Set what is missing, see docs/settings.md; python-pkcs11 comes with pip install python-pkcs11.",
                id="lehrgang.E014",
            )
        ]
        if lacking
        else []
    )


def _open_to_others(path):
    try:
        return bool(path.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH))
    except OSError:
        return False
