"""The format of a file: which keys there are, of which shape. What belongs together is checked in `references`."""

from decimal import Decimal

from django.conf import settings

from certificates.loading.shape import (
    Address,
    Anything,
    Choice,
    Clock,
    Day,
    Either,
    Exact,
    Flag,
    Group,
    Languages,
    Maybe,
    Several,
    Text,
    Whole,
)
from courses.curriculum.models import CERTIFICATE_LANGUAGES as OFFERED

SLUG = r"[-a-zA-Z0-9_]+"
PERCENT = Exact(0, 100)
EMAIL = Address(254)
OPTIONAL_TEXT = Maybe(Text(300, blank=True), "")
LANGUAGE = Choice(*(code for code, _name in settings.LANGUAGES))
LANGUAGES = Several(LANGUAGE, least=1)
CERTIFICATE_LANGUAGES = Several(Choice(*(code for code, _name in OFFERED)), least=1)


def code(longest=40):
    """A short key of letters, digits, hyphen and underscore."""
    return Text(longest, pattern=SLUG)


ADDRESS = {
    "street": Maybe(Text(150, blank=True), ""),
    "postal_code": Maybe(Text(12, blank=True), ""),
    "town": Maybe(Text(100, blank=True), ""),
    "region": Maybe(Text(100, blank=True), ""),
}

META = Group(
    title=OPTIONAL_TEXT,
    note=Maybe(Text(2000, blank=True, lines=True), ""),
    anchor_date=Maybe(Day(moves=False)),
    loader_hint=OPTIONAL_TEXT,
    languages=Maybe(LANGUAGES, ()),
    cluster=Group(
        code=Maybe(code()),
        name=Text(200),
        certificate_prefix=Text(12, pattern=r"[A-Z0-9]+"),
        email=Maybe(EMAIL, ""),
        phone=Maybe(Text(40, blank=True), ""),
        **ADDRESS,
    ),
    chamber=Maybe(Group(code=Maybe(code()), name=Text(200), **ADDRESS)),
)

POLICIES = Group(
    cancellation=Maybe(Several(Group(until_days_before=Whole(), fee_percent=PERCENT)), ()),
    replacement_person=OPTIONAL_TEXT,
    organiser_cancels_by_days=Maybe(Whole(0, 3650), 14),
    ue_minutes=Maybe(Whole(1, 600), 45),
    retention_years=Maybe(
        Group(
            certificate_register=Maybe(Whole(15, 200), 15),
            attendance_sheets=Maybe(Whole()),
            course_test_papers=Maybe(Whole()),
            quiz_attempts=Maybe(Whole()),
            invoices=Maybe(Whole()),
            applications_unsuccessful_months=Maybe(Whole()),
        )
    ),
)

QUESTION = Group(
    type=Choice("single", "multiple", "true_false", "numeric"),
    text=Languages(1000),
    options=Maybe(Several(Group(de=Maybe(Text(500)), en=Maybe(Text(500)), correct=Flag()), least=2), ()),
    answer=Maybe(Either(bool=Flag(), int=Exact(places=6), float=Exact(places=6))),
    tolerance=Maybe(Exact(0, places=6)),
    unit=Maybe(Text(30, blank=True), ""),
)

SEMINAR = Group(
    code=code(20),
    title=Languages(),
    objectives=Maybe(Languages(500, lines=True)),
    topics=Maybe(Languages(500, lines=True)),
    ue_presence=Whole(0, 2000),
    ue_online=Maybe(Whole(0, 2000), 0),
    days=Maybe(Whole(1, 60), 1),
    practice_share_percent=Maybe(PERCENT, Decimal(0)),
    lecturer=Maybe(Text(40)),
    default_host=Maybe(Text(40)),
    knowledge_check=Maybe(
        Group(pass_percent=PERCENT, max_attempts=Maybe(Whole(1, 100)), questions=Maybe(Several(QUESTION), ()))
    ),
    materials=Maybe(Several(Group(kind=Text(40), title=Languages())), ()),
)

PROGRAMME = Group(
    code=code(20),
    edition=Maybe(Text(40), "1"),
    valid_from=Maybe(Day()),
    title=Languages(),
    summary=Maybe(Languages(2000)),
    audience=Maybe(Languages(2000)),
    duration_months=Whole(1, 600),
    seminar_interval_weeks=Exact(0, 999, places=1),
    max_group_size=Whole(1, 500),
    min_group_size=Maybe(Whole(1, 500), 1),
    ue_minutes=Maybe(Whole(1, 600)),
    ue_presence_total=Whole(0),
    ue_online_total=Maybe(Whole(0), 0),
    ue_total=Maybe(Whole(0)),
    price=Group(
        currency=Maybe(Text(3, pattern=r"[A-Z]{3}"), "EUR"),
        member=Exact(0, 20_000_000),
        non_member=Exact(0, 20_000_000),
        vat=Maybe(Text(60, blank=True), ""),
        instalments=Maybe(Several(Group(due=Text(20), percent=PERCENT)), ()),
    ),
    completion=Group(
        min_attendance_percent=PERCENT,
        attendance_base=Maybe(Choice("ue_presence"), "ue_presence"),
        online_counts_as_presence=Maybe(Flag(), True),
        max_make_up_sessions=Maybe(Whole(0, 500), 0),
        knowledge_checks_required=Maybe(Whole(0, 500), 0),
        course_test=Maybe(Group(pass_percent=PERCENT, max_attempts=Maybe(Whole(1, 100)))),
        project_work=Maybe(
            Group(
                pages=Maybe(Text(40)),
                presentation_minutes=Maybe(Whole()),
                discussion_minutes=Maybe(Whole()),
                panel_min=Maybe(Whole()),
                pass_percent=Maybe(PERCENT),
                max_attempts=Maybe(Whole(1, 100)),
            )
        ),
        practical_task=Maybe(
            Group(minutes=Maybe(Whole()), pass_percent=Maybe(PERCENT), max_attempts=Maybe(Whole(1, 100)))
        ),
    ),
    certificate=Maybe(
        Group(
            issuer=Maybe(Choice("cluster", "chamber"), "cluster"),
            chamber_verifies=Maybe(Flag(), False),
            back_side_lists_contents_with_ue=Maybe(Flag(), True),
            grade_shown=Maybe(Flag(), False),
            languages=Maybe(CERTIFICATE_LANGUAGES, ("de",)),
        )
    ),
    seminars=Several(SEMINAR, least=1),
)

SESSION = Group(
    id=Text(60),
    seminar=Text(20),
    date=Day(),
    second_date=Maybe(Day()),
    original_date=Maybe(Day()),
    moved_reason=OPTIONAL_TEXT,
    start=Clock(),
    end=Clock(),
    host=Maybe(Text(40)),
    lecturer=Maybe(Text(40)),
    ue=Whole(1, 2000),
    status=Choice("planned", "held", "cancelled"),
    format=Maybe(Choice("presence", "hybrid", "online"), "presence"),
    parallel_groups=Maybe(Whole(1, 50), 1),
    sheet_closed=Maybe(Flag(), True),
    note=OPTIONAL_TEXT,
)

COHORT = Group(
    id=code(30),
    programme=Text(20),
    number=Whole(1),
    status=Choice("planned", "booking_open", "running", "completed", "cancelled"),
    participants_count=Maybe(Whole()),
    certified_count=Maybe(Whole()),
    max_size=Maybe(Whole(1, 500)),
    enrolled=Maybe(Whole()),
    waiting_list=Maybe(Whole()),
    cancelled=Maybe(Whole()),
    start=Day(),
    end=Day(),
    assessment_date=Maybe(Day()),
    sessions=Maybe(Several(SESSION), ()),
)

COMPANY = Group(
    id=code(),
    name=Text(200),
    **ADDRESS,
    lat=Maybe(Exact(-90, 90, places=5)),
    lon=Maybe(Exact(-180, 180, places=5)),
    coordinate_precision=OPTIONAL_TEXT,
    employees=Maybe(Whole(0, 2_000_000)),
    member=Maybe(Flag(), False),
    works_council=Maybe(Flag(), False),
    business=Maybe(Languages()),
    billing=Maybe(
        Group(
            email=Maybe(EMAIL, ""),
            invoice_format=Maybe(Text(20, blank=True), ""),
            purchase_order_required=Maybe(Flag(), False),
            vat_id=Maybe(Text(20, blank=True), ""),
        )
    ),
    hosting=Maybe(
        Group(
            can_host=Flag(),
            max_visitors=Maybe(Whole()),
            photo_ban=Maybe(Flag(), False),
            nda_required=Maybe(Flag(), False),
            safety_briefing_valid_months=Maybe(Whole()),
            protective_equipment=Maybe(Several(Text(100)), ()),
        )
    ),
    apprenticeships=Maybe(
        Group(
            occupations=Maybe(Several(Text(100)), ()), open_places=Maybe(Whole(), 0), show_on_map=Maybe(Flag(), False)
        )
    ),
)

LECTURER = Group(
    id=code(),
    name=Text(300),
    company=Maybe(Text(40)),
    email=Maybe(EMAIL, ""),
    profile=Maybe(Languages(2000)),
    may_publish=Maybe(Flag(), False),
)

PARTICIPANT = Group(
    id=code(),
    given_name=Maybe(Text(150, blank=True), ""),
    family_name=Text(150),
    academic_title=Maybe(Text(40, blank=True), ""),
    date_of_birth=Maybe(Day(moves=False)),
    place_of_birth=Maybe(Text(150, blank=True), ""),
    company=Maybe(Text(40)),
    cohort=Text(30),
    language=Maybe(LANGUAGE, settings.LANGUAGE_CODE),
    status=Choice(
        "active", "booked", "certified", "confirmation_only", "list_only", "revoked", "withdrawn", "cancelled", "erased"
    ),
    payer=Maybe(Choice("company", "self", "none"), "company"),
    email=Maybe(EMAIL, ""),
    # Not loaded: free text about a person has no place in the system.
    note=Maybe(Text(2000, blank=True, lines=True), ""),
    employment_history=Maybe(Several(Group(company=Text(40), since=Maybe(Day()), until=Maybe(Day())), least=1), ()),
)

RECORD = Group(
    participant=Text(40),
    session=Text(60),
    status=Choice(
        "present",
        "late",
        "left_early",
        "online",
        "excused",
        "unexcused",
        "refused_entry",
        "open",
        "made_up",
        "corrected",
    ),
    ue_present=Whole(0, 2000),
    note=OPTIONAL_TEXT,
    replaces=Maybe(Text(60)),
)

CERTIFICATE = Group(
    number=Text(40),
    participant=Text(40),
    cohort=Text(30),
    issued=Day(),
    status=Choice("valid", "replaced", "revoked"),
    duplicates=Maybe(
        Several(Group(kind=Choice("replacement"), issued=Day(), mark=Languages(60), reason=OPTIONAL_TEXT)), ()
    ),
    replaces=Maybe(Text(40)),
    reason=OPTIONAL_TEXT,
    revoked_on=Maybe(Day()),
    revocation_reason_internal=OPTIONAL_TEXT,
    name_erased=Maybe(Flag(), False),
)

FILE = Group(
    meta=META,
    policies=Maybe(POLICIES),
    programmes=Several(PROGRAMME, least=1),
    cohorts=Maybe(Several(COHORT), ()),
    companies=Maybe(Several(COMPANY), ()),
    lecturers=Maybe(Several(LECTURER), ()),
    participants=Maybe(Several(PARTICIPANT), ()),
    attendance=Maybe(Group(records=Maybe(Several(RECORD), ()), expected=Maybe(Anything("mapping")))),
    certificates=Maybe(Several(CERTIFICATE), ()),
    # For people and tests; never loaded.
    adjacent=Maybe(Anything("mapping")),
    edge_cases=Maybe(Anything("list")),
)
