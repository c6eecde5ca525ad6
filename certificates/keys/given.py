"""The seal that a trust service provider issued: in a file, or in a token that never lets its key out (PKCS#11)."""

import functools
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.keys.making import PEM, SPKI
from certificates.keys.refusals import KeyNotHere


@dataclass(frozen=True)
class TokenKey:
    """A private key in a token: the module (a library) that speaks to it, the labels of token and key."""

    module: str
    token: str
    label: str
    pin: str = field(repr=False)


@dataclass(frozen=True)
class Given:
    """A private key, or where it is, and its certificates (PEM, leaf first, root last where it was given)."""

    private: object
    public: str


def given_seal(at):
    """Return the Given seal of the settings. Raises KeyNotHere if it cannot be read, or does not hold at `at`."""
    try:
        given, leaf = _from_token() if settings.SEAL_PKCS11_MODULE else _from_file()
    except (OSError, ValueError, TypeError) as error:
        # The error of the library may quote the file; its kind is enough to look it up.
        raise KeyNotHere(
            _("The seal of the settings cannot be read (%(kind)s). Check SEAL_KEY_FILE and its pass phrase.")
            % {"kind": type(error).__name__}
        ) from error
    if not leaf.not_valid_before_utc <= at <= leaf.not_valid_after_utc:
        raise KeyNotHere(
            _("The seal's certificate is valid from %(start)s to %(end)s only. Ask the trust service for a new one.")
            % {"start": _day(leaf.not_valid_before_utc), "end": _day(leaf.not_valid_after_utc)}
        )
    return given


def _from_file():
    path = Path(settings.SEAL_KEY_FILE)
    further = _further()
    return _read(path, path.stat().st_mtime_ns, settings.SEAL_KEY_PASSPHRASE, further)


@functools.lru_cache(maxsize=4)
def _read(path, _changed, passphrase, further):
    # Loading and checking an RSA key takes ten times as long as signing with it; a changed file is read anew.
    data, password = path.read_bytes(), passphrase.encode() or None
    if b"-----BEGIN" in data:
        private = serialization.load_pem_private_key(data, password)
        found = x509.load_pem_x509_certificates(data) if b"BEGIN CERTIFICATE" in data else []
    else:
        private, leaf, others = pkcs12.load_key_and_certificates(data, password)
        found = [*([leaf] if leaf else []), *others]
    if private is None:
        raise ValueError("no private key")
    return _given(private, private.public_key(), [*found, *further])


def _from_token():
    key = TokenKey(
        settings.SEAL_PKCS11_MODULE,
        settings.SEAL_PKCS11_TOKEN,
        settings.SEAL_PKCS11_KEY,
        settings.SEAL_KEY_PASSPHRASE,
    )
    further = _further()
    # That the token's key is the certificate's is shown by its first signature, see token.py.
    return _given(key, further[0].public_key() if further else None, further)


def _further():
    if not settings.SEAL_CHAIN_FILE:
        return ()
    return tuple(x509.load_pem_x509_certificates(Path(settings.SEAL_CHAIN_FILE).read_bytes()))


def _given(private, public_key, certificates):
    """Order the certificates from that of the key upwards; what does not belong to its chain stays out."""
    below = next((one for one in certificates if _spki(one.public_key()) == _spki(public_key)), None)
    if below is None:
        raise ValueError("no certificate of this key")
    chain = [below]
    while chain[-1].issuer != chain[-1].subject:
        above = next((one for one in certificates if one.subject == chain[-1].issuer), None)
        if above is None:
            break
        chain.append(above)
    return Given(private, "".join(one.public_bytes(PEM).decode() for one in chain)), chain[0]


def _spki(key):
    return key.public_bytes(PEM, SPKI)


def _day(moment):
    return date_format(moment, "DATE_FORMAT")
