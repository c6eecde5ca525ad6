"""Programmes with one edition each: seminars, what must be passed, instalments, fees for cancelling."""

import re
from decimal import Decimal

from courses.curriculum.models import CancellationStep, Edition, Instalment, Programme, Requirement, Seminar
from courses.curriculum.vat import proposed_lines
from courses.curriculum.workplace import equip
from lms.lib.translated import Translated

ASSESSMENTS = ("course_test", "project_work", "practical_task")


def write_curriculum(ledger):
    """Leave `programmes`, `editions` and `seminars` (by programme and code) in the ledger."""
    records = ledger.data["programmes"]
    rows = [(record.node, programme_of(record, ledger.office)) for record in records]
    programmes = ledger.settle(Programme, rows, ("code",), skip=("collection",))
    ledger.programmes = {programme.code: programme for programme in programmes}
    for programme in programmes:
        if ledger.is_new(programme):
            equip(programme)
    rows = [(record.node, edition_of(record, ledger)) for record in records]
    # Set once the seminars are there.
    editions = ledger.settle(Edition, rows, ("programme_id", "label"), skip=("consent_from",))
    ledger.editions = {record["code"]: edition for record, edition in zip(records, editions, strict=True)}
    for record in records:
        write_seminars(ledger, record, ledger.editions[record["code"]])


def programme_of(record, office):
    return Programme(
        code=record["code"],
        office=office,
        title=record["title"],
        summary=record["summary"] or Translated(),
        audience=record["audience"] or Translated(),
    )


def edition_of(record, ledger):
    """The edition that the file describes, in force since its first cohort unless the file says when."""
    starts = [cohort["start"] for cohort in ledger.data["cohorts"] if cohort["programme"] == record["code"]]
    since = record["valid_from"] or min(starts, default=ledger.clock)
    price, completion, certificate = record["price"], record["completion"], record["certificate"] or {}
    policies = ledger.data["policies"] or {}
    certifies = certificate.get("issuer") == "chamber"
    return Edition(
        programme=ledger.programmes[record["code"]],
        label=record["edition"],
        valid_from=since,
        published_on=since,
        duration_months=record["duration_months"],
        interval_weeks=record["seminar_interval_weeks"],
        seminar_count=len(record["seminars"]),
        unit_minutes=record["ue_minutes"] or policies.get("ue_minutes", 45),
        units_presence=record["ue_presence_total"],
        units_online=record["ue_online_total"],
        max_group_size=record["max_group_size"],
        min_group_size=record["min_group_size"],
        attendance_threshold=completion["min_attendance_percent"],
        online_counts_as_presence=completion["online_counts_as_presence"],
        max_make_up_sessions=completion["max_make_up_sessions"],
        knowledge_checks_required=completion["knowledge_checks_required"],
        chamber=ledger.chamber if certifies or certificate.get("chamber_verifies") else None,
        chamber_certifies=certifies,
        certificate_languages=list(certificate.get("languages", ("de",))),
        contents_on_back=certificate.get("back_side_lists_contents_with_ue", True),
        currency=price["currency"],
        price_member=int(price["member"] * 100),
        price_non_member=int(price["non_member"] * 100),
        vat=price["vat"],
        organiser_cancels_by_days=policies.get("organiser_cancels_by_days", 14),
        retention_years=(policies.get("retention_years") or {}).get("certificate_register", 15),
    )


def write_seminars(ledger, record, edition):
    """Everything that hangs on one edition."""
    rows = [
        (one.node, seminar_of(one, position, edition, ledger)) for position, one in enumerate(record["seminars"], 1)
    ]
    seminars = ledger.settle(Seminar, rows, ("edition_id", "code"))
    by_code = {seminar.code: seminar for seminar in seminars}
    ledger.seminars.update({(record["code"], code): seminar for code, seminar in by_code.items()})
    checks = [
        (one["knowledge_check"].node, check_of(one["knowledge_check"], edition, by_code[one["code"]]))
        for one in record["seminars"]
        if one["knowledge_check"]
    ]
    assessments = [
        (record["completion"][kind].node, assessment_of(kind, record["completion"][kind], edition))
        for kind in ASSESSMENTS
        if record["completion"][kind] is not None
    ]
    ledger.settle(Requirement, [*checks, *assessments], ("edition_id", "kind", "seminar_id"))
    instalments = [
        (
            one.node,
            Instalment(edition=edition, position=position, due_at=by_code.get(one["due"]), percent=one["percent"]),
        )
        for position, one in enumerate(record["price"]["instalments"], 1)
    ]
    ledger.settle(Instalment, instalments, ("edition_id", "position"))
    policies = ledger.data["policies"] or {}
    steps = [(one.node, CancellationStep(edition=edition, **one)) for one in policies.get("cancellation", ())]
    ledger.settle(CancellationStep, steps, ("edition_id", "until_days_before"))
    if ledger.is_new(edition):
        ledger.add(proposed_lines(edition))
        edition.consent_from = consent_from(seminars, policies.get("replacement_person", ""))
        edition.save(update_fields=["consent_from"])


def seminar_of(record, position, edition, ledger):
    return Seminar(
        edition=edition,
        position=position,
        code=record["code"],
        title=record["title"],
        objectives=record["objectives"] or Translated(),
        topics=record["topics"] or Translated(),
        units_presence=record["ue_presence"],
        units_online=record["ue_online"],
        days=record["days"],
        practice_share=record["practice_share_percent"],
        lecturer=ledger.people.get(record["lecturer"]),
        host=ledger.sites.get(record["default_host"]),
        materials=[dict(material) for material in record["materials"]],
    )


def check_of(record, edition, seminar):
    return Requirement(
        edition=edition,
        seminar=seminar,
        kind=Requirement.Kind.KNOWLEDGE_CHECK,
        pass_percent=record["pass_percent"],
        max_attempts=record["max_attempts"],
        questions=[question_of(question) for question in record["questions"]],
    )


def question_of(record):
    """A question as JSON. Numbers are text, so that they stay exact."""
    question = {"type": record["type"], "text": record["text"]}
    if record["type"] in ("single", "multiple"):
        question["options"] = [
            {key: value for key, value in one.items() if value is not None} for one in record["options"]
        ]
    else:
        question["answer"] = _exact(record["answer"])
    if record["type"] == "numeric":
        question["tolerance"] = _exact(record["tolerance"] or Decimal(0))
        question["unit"] = record["unit"]
    return question


def _exact(value):
    return value if isinstance(value, bool) else str(value)


def assessment_of(kind, record, edition):
    known = ("pass_percent", "max_attempts")
    return Requirement(
        edition=edition,
        kind=kind,
        pass_percent=record["pass_percent"],
        max_attempts=record["max_attempts"],
        details={key: value for key, value in record.items() if key not in known and value is not None},
    )


def consent_from(seminars, rule):
    """
    The seminar from which on a substitute needs the office's consent: the one after the last that `rule` names.

    `rule` is a sentence for people, e.g. "free until start; after PK-02 only with consent". None if it names none.
    """
    words = set(re.findall(r"[\w-]+", rule))
    named = [seminar.position for seminar in seminars if seminar.code in words]
    return next((seminar for seminar in seminars if named and seminar.position == max(named) + 1), None)
