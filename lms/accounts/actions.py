"""Opening an account for somebody who was booked, so that they can sign in."""

from lms.accounts.models import User
from lms.audit.log import record


def open_account(*, person, at):
    """
    Return the account of `person`; make it, without a password, if there is none. Belongs inside a transaction.

    An account that exists under the person's e-mail (a booker who takes part herself) is tied to the person.
    The password is chosen through "forgotten password", which proves that the mailbox is theirs.
    """
    user = User.objects.filter(person=person).first()
    if user or not person.email:
        return user
    user = User.objects.filter(email__iexact=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, person=person, language=person.language)
    elif user.person_id is None:
        user.person = person
        user.save(update_fields=["person"])
    else:
        return None
    record("account.opened", subject=user, at=at, person=person.pk)
    return user
