"""Writing a letter: the row in the act's transaction, the sending after it."""

from lms.messages.after_commit import hand_over
from lms.messages.models import Letter
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
