"""Keeping master data: a company with its memberships, a person with employments, sites, chambers, the office."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.accounts.actions import move_account
from lms.accounts.models import Person
from lms.audit.log import record
from lms.lib.refusals import NotAllowed
from lms.organisations.objections import ask_for_objections
from lms.organisations.permissions import may_keep_records
from lms.organisations.refusals import TakenMeanwhile


@transaction.atomic
def keep_record(*, row, changed=(), removed=(), fields=(), actor, at):
    """
    Save a new or changed record with its dated rows (memberships, employments) and return it.

    `changed` are rows to save, `removed` rows to delete, `fields` the names of what was changed, for the log. The
    account of a person follows a corrected e-mail.
    Raises NotAllowed, TakenMeanwhile, AddressTaken or what a room above objects; nothing is written then.
    """
    if not may_keep_records(actor):
        raise NotAllowed(_("Master data are kept by the cluster office."))
    ask_for_objections(row)
    new = row.pk is None
    before = None if new or not isinstance(row, Person) else Person.objects.get(pk=row.pk).email
    try:
        with transaction.atomic():
            row.save()
            if before is not None and before != row.email:
                move_account(person=row, actor=actor, at=at)
            # Removed first: an open membership may be replaced by another in one go.
            for part in removed:
                part.delete()
            for part in sorted(changed, key=lambda part: part.until is None):
                part.save()
    except IntegrityError as fault:
        raise TakenMeanwhile() from fault
    verb = f"{row._meta.model_name}.{'created' if new else 'changed'}"
    record(verb, actor=actor, subject=row, at=at, fields=sorted(fields))
    return row
