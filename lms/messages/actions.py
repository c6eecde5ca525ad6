"""Writing a letter: the row in the act's transaction, the sending after it."""

from django.db import transaction
from django.utils.translation import gettext as _

from lms.audit.log import record
from lms.lib.refusals import NotAllowed
from lms.messages.after_commit import hand_over
from lms.messages.models import Letter
from lms.messages.permissions import may_resend
from lms.messages.tasks import send_letter


def post_letter(*, to, subject, body, kind, key=None, at):
    """
    Put a letter into the outbox and send it once the transaction has committed. Return the Letter.

    A letter whose `key` is known already is returned as it is: it is neither changed nor sent again.
    """
    letter = Letter(
        to=to,
        subject=" ".join(subject.split())[: Letter._meta.get_field("subject").max_length],
        body=body,
        kind=kind,
        key=key,
        not_before=at,
        written_at=at,
    )
    if key is None:
        letter.save(force_insert=True)
    else:
        # One statement, whoever else writes the same letter now; setting the key to itself returns the row there is.
        Letter.objects.bulk_create([letter], update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    hand_over(send_letter, letter.pk)
    return letter


@transaction.atomic
def resend_letters(*, actor, at):
    """
    Let the letters that were given up wait for sending anew, and return how many. None is the installation itself.

    The sweeper sends them within a minute, each once: what is not FAILED any more is left alone. Raises NotAllowed.
    """
    if not may_resend(actor):
        raise NotAllowed(_("Only the cluster office sends letters again."))
    # By their keys: what is given up meanwhile is not swept along unseen.
    given_up = list(Letter.objects.select_for_update().given_up().values_list("pk", flat=True))
    Letter.objects.given_up().filter(pk__in=given_up).update(state=Letter.State.WAITING, attempts=0, not_before=at)
    if given_up:
        record("letter.resent", actor=actor, at=at, letters=given_up)
    return len(given_up)
