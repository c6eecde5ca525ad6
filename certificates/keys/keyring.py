"""The key that signs now, with its private half; made at its first use where nobody has put one there."""

import functools
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificates.keys import files, making
from certificates.keys.models import SigningKey
from certificates.keys.refusals import KeyNotHere
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

    Raises KeyNotHere if its private half is not on this machine: then a worker elsewhere made it, or a back-up left
    it out, and another key made silently would leave certificates that nobody can sign again.
    """
    row = SigningKey.objects.filter(purpose=purpose, retired_at=None, compromised_at=None).first()
    return _loaded(row or make_key(purpose, at))


def make_key(purpose, at):
    """Make a key for `purpose`, named after its year, and return its row. Whoever makes it second takes the first's."""
    name = _free_name(purpose, at)
    path = files.path_of(purpose, name)
    files.write(path, _new(purpose, name, at))
    public = making.public_half(files.read(path))
    try:
        with transaction.atomic():
            return SigningKey.objects.create(purpose=purpose, name=name, public=public, made_at=at)
    except IntegrityError:
        return SigningKey.objects.get(purpose=purpose, retired_at=None, compromised_at=None)


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
    return serialization.load_pem_private_key(pem, password=None), making.public_half(pem)
