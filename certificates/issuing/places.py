"""Where a copy stands in the public status lists: at random, so that a place tells nothing about when it was issued."""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import Count

from certificates.credential.lists import SIZE
from certificates.issuing.models import Proof


def proof_of(copy):
    """Return the Proof of a copy, given a free place if it has none yet. Safe to run twice and at the same time."""
    proof = Proof.objects.filter(copy=copy).first()
    while proof is None:
        try:
            with transaction.atomic():
                proof = Proof.objects.create(
                    copy=copy, status_list=_list_with_room(), status_index=secrets.randbelow(SIZE)
                )
        except IntegrityError:
            # The place is taken, or somebody else gave this copy its own meanwhile.
            proof = Proof.objects.filter(copy=copy).first()
    return proof


def _list_with_room():
    """A list is filled to a half: beyond that, free places are hard to hit."""
    last = Proof.objects.values("status_list").annotate(taken=Count("pk")).order_by("-status_list").first()
    if last is None:
        return 1
    return last["status_list"] + (last["taken"] >= SIZE // 2)
