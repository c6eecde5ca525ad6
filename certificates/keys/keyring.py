"""The key that signs now, with its private half; made at its first use where nobody has put one there."""

import functools
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificates.keys import files, making
from certificates.keys.given import given_seal
from certificates.keys.models import SigningKey
from certificates.keys.refusals import KeyNotHere
from lms.audit.log import record
from lms.home.operator import operator_name

Purpose = SigningKey.Purpose
ROOT = "root"


@dataclass(frozen=True)
class Key:
    """A key that can sign: its row, its private half, and for the seal its certificates (PEM, leaf first)."""

    row: SigningKey
    private: object
    chain: str = ""

    @property
    def name(self):
        return self.row.name


def signing_key(purpose, at):
    """
    Return the Key that signs for `purpose`; one query. Makes it where there is none yet.

    A seal that the settings name is registered at its first use and follows the one before. Raises KeyNotHere if the
    private half is not on this machine: then a worker elsewhere made it, or a back-up left it out, and another key
    made silently would leave certificates that nobody can sign again.
    """
    row = _signing(purpose).first()
    if purpose == Purpose.SEAL and files.is_given():
        given = given_seal(at)
        if row is None or row.public != given.public:
            row = _follow(given.public, at)
        return Key(row, given.private, given.public)
    return _loaded(row or make_key(purpose, at))


def make_key(purpose, at):
    """
    Make a key for `purpose`, named after its year, and return its row. Whoever makes it second takes the first's.

    Where the settings name the seal, that is it: raises KeyNotHere if it signed before and was retired.
    """
    if purpose == Purpose.SEAL and files.is_given():
        return _follow(given_seal(at).public, at)
    name = _free_name(purpose, at)
    path = files.path_of(purpose, name)
    files.write(path, _new(purpose, name, at))
    _half, public = _private(path)
    try:
        with transaction.atomic():
            return SigningKey.objects.create(purpose=purpose, name=name, public=public, made_at=at)
    except IntegrityError:
        return _signing(purpose).get()


@transaction.atomic
def _follow(public, at):
    """Have the seal with this chain sign from now on and return its row; the one that signed before is retired."""
    signing = _signing(Purpose.SEAL).select_for_update().first()
    if signing and signing.public == public:
        return signing
    if SigningKey.objects.filter(purpose=Purpose.SEAL, public=public).exclude(retired_at=None).exists():
        raise KeyNotHere(
            _("The seal of the settings was retired. Give all workers the same settings, with the new seal.")
        )
    if signing:
        SigningKey.objects.filter(pk=signing.pk).update(retired_at=at)
    name = _free_name(Purpose.SEAL, at)
    try:
        with transaction.atomic():
            row = SigningKey.objects.create(purpose=Purpose.SEAL, name=name, public=public, made_at=at)
    except IntegrityError:
        # The first key of all, and another process was quicker.
        return _signing(Purpose.SEAL).get(public=public)
    record("signing_key.rotated", subject=row, at=at, purpose=Purpose.SEAL, key=name)
    return row


def _signing(purpose):
    return SigningKey.objects.filter(purpose=purpose, retired_at=None, compromised_at=None)


def _new(purpose, name, at):
    if purpose != Purpose.SEAL:
        return making.new_ed25519()
    organisation = operator_name()
    root = files.path_of(purpose, ROOT)
    if not root.exists():
        files.write(root, making.new_root(organisation, at))
    return making.new_seal(files.read(root), organisation, name, at)


def _free_name(purpose, at):
    """k-2026, then k-2026-2 and so on: names are in what was signed, so none is given twice."""
    taken = set(SigningKey.objects.filter(purpose=purpose).values_list("name", flat=True))
    names = (f"k-{at.year}" + (f"-{count}" if count > 1 else "") for count in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _loaded(row):
    path = files.path_of(row.purpose, row.name)
    private, public = _private(path)
    if public != row.public:
        raise KeyNotHere(_("The file %(name)s holds another key than the register.") % {"name": path.name})
    return Key(row, private, public if row.purpose == Purpose.SEAL else "")


@functools.lru_cache(maxsize=16)
def _private(path):
    # Loading and checking an RSA key takes ten times as long as signing with it.
    pem = files.read(path)
    try:
        return serialization.load_pem_private_key(pem, password=None), making.public_half(pem)
    except (ValueError, TypeError) as error:
        raise KeyNotHere(
            _("The file %(name)s holds no key that can be read. Fetch it from the back-up.") % {"name": path.name}
        ) from error
