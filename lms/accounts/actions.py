"""What happens to accounts: opened for those who were booked, invited into a role, changed by their owner."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.grants import grant
from lms.accounts.letters import send_invitation
from lms.accounts.models import CalendarFeed, Person, User, new_feed_token
from lms.accounts.refusals import AccountClosed, AddressTaken
from lms.accounts.staffing import staffing_for
from lms.accounts.tokens import revoke_all
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


def open_account(*, person, at):
    """
    Return the account of `person`; make it, without a password, if there is none. Belongs inside a transaction.

    An account that exists under the person's e-mail (a booker who takes part herself) is tied to the person.
    The password is chosen by a link sent to that address, which proves that the mailbox is theirs.
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


@transaction.atomic
def invite(*, email, role, row, actor, at):
    """
    Give whoever reads `email` the `role` ("bookers", "hosts", ...) on `row`; write to them; return the User.

    Who has no account gets one without password and a link to choose it. Somebody who holds the role already is
    written to again, and nothing else changes. Raises NotAllowed or AccountClosed; nothing is written then.
    """
    staffing = _staffing(role, row, actor)
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is None:
        person = Person.objects.filter(email__iexact=email, user=None, erased_at=None).first()
        user = User.objects.create_user(email, person=person, language=person.language if person else "de")
        record("account.opened", actor=actor, subject=user, at=at, person=person and person.pk)
    if not user.is_active:
        raise AccountClosed()
    group = staffing.group_for(row)
    if not user.groups.filter(pk=group.pk).exists():
        if staffing.permission:
            grant(user, row, staffing.permission, role)
        user.groups.add(group)
        record("role.granted", actor=actor, subject=row, at=at, role=role, user=user.pk)
    send_invitation(user, staffing, row, at=at)
    return user


@transaction.atomic
def withdraw_role(*, user, role, row, actor, at):
    """Take the `role` on `row` away from `user`; the account stays. Raises NotAllowed."""
    group = _staffing(role, row, actor).group_for(row)
    if user.groups.filter(pk=group.pk).exists():
        user.groups.remove(group)
        record("role.withdrawn", actor=actor, subject=row, at=at, role=role, user=user.pk)


def _staffing(role, row, actor):
    staffing = staffing_for(role)
    if staffing is None or not isinstance(row, staffing.rows().model) or not staffing.may_staff(actor, row):
        raise NotAllowed(_("You may not decide who does this. Ask the cluster office."))
    return staffing


@transaction.atomic
def change_account(*, user, language, first_name=None, last_name=None, at):
    """Change the owner's language and, for an account without a person, the name it shows."""
    user.language = language
    if user.person_id is None and first_name is not None:
        user.first_name, user.last_name = first_name, last_name or ""
    user.save(update_fields=["language", "first_name", "last_name"])
    record("account.changed", actor=user, subject=user, at=at, language=language)
    return user


@transaction.atomic
def renew_feed(*, user, at):
    """Give `user` a calendar feed under a new address and return it; the old address answers no more."""
    feed, _made = CalendarFeed.objects.update_or_create(user=user, defaults={"token": new_feed_token(), "made_at": at})
    record("calendar_feed.renewed", actor=user, subject=user, at=at)
    return feed


@transaction.atomic
def close_feed(*, user, at):
    """Close the calendar feed of `user`; calendar programs find nothing any more."""
    gone, _rows = CalendarFeed.objects.filter(user=user).delete()
    if gone:
        record("calendar_feed.closed", actor=user, subject=user, at=at)


def move_account(*, person, actor, at):
    """
    Let the account of `person` be known by the person's e-mail from now on. Belongs inside the act that corrected it.

    Whoever reads the earlier mailbox gets in no more: the password, every link to choose one, every session and API
    token end; the person chooses a new password through "forgotten password". Without account or e-mail nothing
    happens. Raises AddressTaken.
    """
    user = User.objects.select_for_update().filter(person=person).first()
    if user is None or not person.email or user.email.lower() == person.email.lower():
        return
    if User.objects.filter(email__iexact=person.email).exclude(pk=user.pk).exists():
        raise AddressTaken()
    user.email = person.email.lower()
    # The key of links and of sessions is made from the password's hash.
    user.set_unusable_password()
    user.save(update_fields=["email", "password"])
    # allauth sends forgotten passwords to these as well.
    EmailAddress.objects.filter(user=user).delete()
    revoke_all(user, at)
    record("account.moved", actor=actor, subject=user, at=at)
