"""What happens to programmes and editions: open, staff, publish, copy, change a draft."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.curriculum.models import Edition, Instalment, Programme, Requirement
from courses.curriculum.pages_actions import build_pages
from courses.curriculum.permissions import LECTURERS, MANAGE, MANAGERS, TEACH, may_create_programmes, may_manage
from courses.curriculum.refusals import EditionFrozen, EditionIncomplete
from courses.curriculum.rules import Plan, Taught, faults_of
from courses.curriculum.workplace import equip
from lms.accounts.grants import grant, group_of
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@transaction.atomic
def create_programme(*, code, office, title, summary, audience, actor, at):
    """
    Open a programme with its groups, grants, private collection and approval workflow; return it.

    Idempotent: a programme with this code is returned as it is, with whatever of its equipment was missing.
    `actor` None is the installation itself (a management command). Raises NotAllowed.
    """
    if not may_create_programmes(actor):
        raise NotAllowed(_("Only who runs all programmes may open a new one."))
    programme, made = Programme.objects.get_or_create(
        code=code, defaults={"office": office, "title": title, "summary": summary, "audience": audience}
    )
    equip(programme)
    if made:
        record("programme.created", actor=actor, subject=programme, at=at, code=code)
    return programme


@transaction.atomic
def add_manager(*, programme, user, actor, at):
    """Let `user` run this programme: cohorts, seats, attendance, certificates, approval of lessons. Idempotent."""
    return _staff(programme, user, MANAGE, MANAGERS, actor, at)


@transaction.atomic
def add_lecturer(*, programme, user, actor, at):
    """Let `user` write lessons of this programme and submit them for approval. Idempotent."""
    return _staff(programme, user, TEACH, LECTURERS, actor, at)


def _staff(programme, user, permission, role, actor, at):
    _must_manage(actor, programme)
    if user.groups.filter(pk=group_of(programme, role).pk).exists():
        return user
    equip(programme)
    grant(user, programme, permission, role)
    record(f"programme.{role}_joined", actor=actor, subject=programme, at=at, user=user.pk)
    return user


@transaction.atomic
def publish_edition(*, edition, actor, at):
    """
    Publish an edition: from now on cohorts may be run by it, and neither it nor its seminars change any more.

    Its pages come into the catalogue where they are missing. A published edition is returned as it is. Raises
    NotAllowed, or EditionIncomplete with every contradiction.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("programme").get(pk=edition.pk)
    _must_manage(actor, edition.programme)
    if edition.is_frozen:
        return edition
    faults = faults_of(plan_of(edition))
    if faults:
        raise EditionIncomplete(faults)
    edition.published_on = timezone.localdate(at)
    edition.save(update_fields=["published_on"])
    record("edition.published", actor=actor, subject=edition, at=at, programme=edition.programme_id)
    build_pages(edition=edition, at=at)
    return edition


def plan_of(edition):
    """Return the edition as the plain values that `rules.faults_of` judges."""
    return Plan(
        seminar_count=edition.seminar_count,
        units_presence=edition.units_presence,
        units_online=edition.units_online,
        seminars=tuple(
            Taught(*values) for values in edition.seminars.values_list("position", "units_presence", "units_online")
        ),
        instalments=tuple(edition.instalments.values_list("percent", flat=True)),
        has_price=bool(edition.price_member or edition.price_non_member),
        checks_required=edition.knowledge_checks_required,
        checks_offered=edition.requirements.filter(kind=Requirement.Kind.KNOWLEDGE_CHECK).count(),
        approval_number=edition.approval_number,
    )


@transaction.atomic
def copy_edition(*, edition, label, valid_from, actor, at):
    """
    Make a new draft of `edition` with the same rules, seminars, checks, instalments, fees and VAT lines; return it.

    `valid_from` is a date. Raises NotAllowed; IntegrityError if the programme has an edition of this label.
    """
    _must_manage(actor, edition.programme)
    draft = _twin(edition, label=label, valid_from=valid_from, published_on=None, consent_from=None)
    draft.save()
    twins = {None: None}
    for seminar in edition.seminars.all():
        twins[seminar.pk] = _twin(seminar, edition=draft)
        twins[seminar.pk].save()
    Requirement.objects.bulk_create(
        _twin(one, edition=draft, seminar=twins[one.seminar_id]) for one in edition.requirements.all()
    )
    Instalment.objects.bulk_create(
        _twin(one, edition=draft, due_at=twins[one.due_at_id]) for one in edition.instalments.all()
    )
    steps = [_twin(one, edition=draft) for one in edition.cancellation_steps.all()]
    draft.cancellation_steps.bulk_create(steps)
    draft.price_lines.bulk_create([_twin(one, edition=draft) for one in edition.price_lines.all()])
    if edition.consent_from_id:
        draft.consent_from = twins[edition.consent_from_id]
        draft.save(update_fields=["consent_from"])
    record("edition.copied", actor=actor, subject=draft, at=at, source=edition.pk)
    return draft


def _twin(row, **changes):
    """Return an unsaved copy of a row, with these fields changed."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    twin = type(row)(**fields)
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


@transaction.atomic
def save_draft(*, row, actor, at):
    """
    Save a new or changed programme, edition, seminar, requirement, instalment or cancellation fee; return it.

    Asks for the programme that the row belongs to now and for the one that it would belong to afterwards.
    Raises NotAllowed, or EditionFrozen if either edition is published.
    """
    kept = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    for one in (kept, row) if kept else (row,):
        _must_manage(actor, programme_of(one))
        refuse_if_frozen(one)
    row.save()
    record(
        f"{row._meta.model_name}.{'changed' if kept else 'created'}",
        actor=actor,
        subject=row,
        at=at,
        programme=programme_of(row).pk,
    )
    return row


@transaction.atomic
def delete_draft(*, row, actor, at):
    """Delete part of a draft edition. Raises NotAllowed, EditionFrozen, or ProtectedError while others refer to it."""
    _must_manage(actor, programme_of(row))
    refuse_if_frozen(row)
    record(f"{row._meta.model_name}.deleted", actor=actor, subject=row, at=at, programme=programme_of(row).pk)
    row.delete()


@transaction.atomic
def save_price_line(*, row, actor, at):
    """
    Save a new or changed VAT line, also of a published edition: VAT is not part of the curriculum. Return it.

    Asks for the programme of the edition that it belongs to now and of that before. Raises NotAllowed.
    """
    kept = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    for one in (kept, row) if kept else (row,):
        _must_manage(actor, programme_of(one))
    row.save()
    _record_price_line("changed" if kept else "created", row, actor, at)
    return row


@transaction.atomic
def delete_price_line(*, row, actor, at):
    """Delete a VAT line; invoices keep what they were written with. Raises NotAllowed."""
    _must_manage(actor, programme_of(row))
    _record_price_line("deleted", row, actor, at)
    row.delete()


def _record_price_line(what, row, actor, at):
    record(
        f"priceline.{what}",
        actor=actor,
        subject=row,
        at=at,
        edition=row.edition_id,
        category=row.category,
        rate=str(row.rate),
    )


def programme_of(row):
    """Return the programme that a row of this room belongs to."""
    if isinstance(row, Programme):
        return row
    return (row if isinstance(row, Edition) else row.edition).programme


def refuse_if_frozen(row):
    """Raise EditionFrozen if the row is, or belongs to, an edition that is published in the database."""
    if isinstance(row, Programme):
        return
    pk = row.pk if isinstance(row, Edition) else row.edition_id
    # Locked, so that no change slips in beside a publication.
    edition = Edition.objects.select_for_update().filter(pk=pk).first()
    if edition is not None and edition.is_frozen:
        raise EditionFrozen(edition)


def _must_manage(actor, programme):
    if actor is not None and not may_manage(actor, programme):
        raise NotAllowed(_("You do not run the programme %(programme)s.") % {"programme": programme})
