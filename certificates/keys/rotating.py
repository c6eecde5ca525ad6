"""Changing keys: a new one signs from now on; the old one stays known for ever by its public half."""

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.keys.keyring import make_key
from certificates.keys.models import SigningKey
from certificates.keys.refusals import NoSuchKey
from lms.audit.log import record


def rotate_key(purpose, *, at, compromised=False, actor=None):
    """
    Have a new key sign for `purpose` from now on and return (its row, the row that it follows or None).

    What the old key signed stays valid; if it is `compromised`, nothing that it signed is trusted any more. Killed at
    any moment it has happened or not; run twice at the same time it happens once. There is no permission to ask for:
    whoever may run commands on the machine has the private keys.
    """
    seen = _signing(purpose).first()
    with transaction.atomic():
        # Whoever else wants to change this key waits here, and then finds that it signs no longer.
        old = seen and _signing(purpose).select_for_update().filter(pk=seen.pk).first()
        if seen and old is None:
            return _signing(purpose).get(), seen
        if old:
            _retire(old, at, compromised)
        # A key file that a killed run left behind has the name that is free now, and is taken up again.
        new = make_key(purpose, at)
        record("signing_key.rotated", subject=new, actor=actor, at=at, purpose=purpose, key=new.name)
    return new, old


@transaction.atomic
def distrust_key(purpose, name, *, at, actor=None):
    """
    Mark a key that was retired before as compromised and return its row; twice is once. Raises NoSuchKey.

    The one that signs now is changed by `rotate_key(compromised=True)`, for nothing may be left without a key.
    """
    row = SigningKey.objects.select_for_update().filter(purpose=purpose, name=name).exclude(retired_at=None).first()
    if row is None:
        raise NoSuchKey(_("There is no retired key %(name)s for this purpose.") % {"name": name})
    if row.compromised_at is None:
        _mark_compromised(row, at, actor)
    return row


def _signing(purpose):
    return SigningKey.objects.filter(purpose=purpose, retired_at=None, compromised_at=None)


def _retire(row, at, compromised):
    SigningKey.objects.filter(pk=row.pk).update(retired_at=at)
    row.retired_at = at
    if compromised:
        _mark_compromised(row, at)


def _mark_compromised(row, at, actor=None):
    SigningKey.objects.filter(pk=row.pk).update(compromised_at=at)
    row.compromised_at = at
    record("signing_key.distrusted", subject=row, actor=actor, at=at, purpose=row.purpose, key=row.name)
