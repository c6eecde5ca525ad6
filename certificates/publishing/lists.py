"""The signed status lists: what they must say now, whether they do, and signing them where they do not."""

import hashlib
from dataclasses import dataclass
from datetime import UTC

from django.db import IntegrityError, transaction
from django.db.models import F

from certificates.credential.lists import ADDRESSES
from certificates.issuing.models import Proof
from certificates.keys.models import SigningKey
from certificates.publishing.models import StatusList
from certificates.publishing.rules import ENDED, RESUMED, SUSPENDED, set_bits


@dataclass(frozen=True)
class Due:
    """A list that does not say what it must: the version that was found (0: none), what to sign, and on what basis."""

    number: int
    purpose: str
    places: frozenset
    basis: str
    version: int


def numbers():
    """Return the numbers of all lists that have a place in use: one query."""
    return list(Proof.objects.order_by("status_list").values_list("status_list", flat=True).distinct())


def due(number, at):
    """Return a Due for each of the two lists of this number that must be signed anew: three queries, however long."""
    # The versions are read before the bits: whoever signs older bits than somebody else then finds the version gone.
    found = {row.purpose: row for row in StatusList.objects.filter(number=number)}
    key, bits = _key_name(), places_of(number)
    wanted = [(purpose, frozenset(bits[purpose])) for purpose in ADDRESSES]
    dues = [
        Due(number, purpose, places, _basis(places, key, at), found[purpose].version if purpose in found else 0)
        for purpose, places in wanted
    ]
    return [one for one in dues if one.version == 0 or found[one.purpose].basis != one.basis]


def places_of(number):
    """Return {purpose: places whose bit is set} of a list: one query."""
    change = "copy__certificate__status_changes__"
    rows = (
        Proof.objects.filter(status_list=number, **{f"{change}status__in": [*ENDED, SUSPENDED, RESUMED]})
        .order_by(f"{change}at", f"{change}pk")
        .values_list("status_index", "copy_id", f"{change}copy_id", f"{change}status")
    )
    return set_bits(rows)


def sign_lists(number, at):
    """
    Sign what is due of this number and return how many lists were; safe to run twice and at the same time.

    Raises KeyNotHere if the key of the status lists is not on this machine.
    """
    return sum(_sign(one, at) for one in due(number, at))


def sign_all(at):
    """Sign all that is due, of every list; return how many were."""
    return sum(sign_lists(number, at) for number in numbers())


def _sign(one, at):
    from certificates.credential.status import status_list  # heavy: most of the time nothing is due
    from certificates.keys.keyring import Purpose, signing_key

    key = signing_key(Purpose.STATUS, at)
    text = status_list(one.number, one.purpose, one.places, key, at)
    basis = _basis(one.places, key.name, at)
    if one.version:
        rows = StatusList.objects.filter(number=one.number, purpose=one.purpose, version=one.version)
        return rows.update(text=text, basis=basis, version=F("version") + 1)
    try:
        with transaction.atomic():
            StatusList.objects.create(number=one.number, purpose=one.purpose, text=text, basis=basis)
    except IntegrityError:
        # Somebody else was first; what they did not see yet, the next look finds.
        return 0
    return 1


def _key_name():
    signing = SigningKey.objects.filter(purpose=SigningKey.Purpose.STATUS, retired_at=None, compromised_at=None)
    return signing.values_list("name", flat=True).first() or ""


def _basis(places, key, at):
    day = at.astimezone(UTC).date().isoformat()
    return hashlib.sha256(f"{day} {key} {sorted(places)}".encode()).hexdigest()
