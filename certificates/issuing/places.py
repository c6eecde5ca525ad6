"""Where a copy stands in the public status lists: at random, so that a place tells nothing about when it was issued."""

import secrets

from django.db import IntegrityError, transaction

from certificates.credential.lists import SIZE
from certificates.issuing.models import Proof


def proof_of(copy):
    """Return the Proof of a copy, given a free place if it has none yet. Safe to run twice and at the same time."""
    proof = Proof.objects.filter(copy=copy).first()
    number = None if proof else _last_list()
    while proof is None:
        try:
            with transaction.atomic():
                proof = Proof.objects.create(copy=copy, status_list=number, status_index=secrets.randbelow(SIZE))
        except IntegrityError:
            # The place is taken, or somebody else gave this copy its own meanwhile.
            proof = Proof.objects.filter(copy=copy).first()
            number = _list_with_room(number)
    return proof


def _last_list():
    return Proof.objects.order_by("-status_list").values_list("status_list", flat=True).first() or 1


def _list_with_room(number):
    """
    A list is filled to a half: beyond that, free places are hard to hit. Asked when one was missed, which is every
    other time by then; to count tens of thousands of places for each paper would take longer than to seal it.
    """
    return number + (Proof.objects.filter(status_list=number).count() >= SIZE // 2)
