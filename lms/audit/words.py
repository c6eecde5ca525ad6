"""The log in words: a verb like "booking.made" as a sentence, and what its subject is called."""

from collections import defaultdict

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.audit.values import value_in_words

# Characters of one detail; more would push the rest of the row off the page.
MOST = 80
# "noun.participle": the first half is looked up here, the second below; an unknown one is shown as it is.
NOUNS = {
    "absence_reason": _("Reason of absence"),
    "account": _("Account"),
    "api_token": _("API token"),
    "bank_file": _("Account statement"),
    "bank_row": _("Row of a statement"),
    "booking": _("Booking"),
    "calendar_feed": _("Calendar feed"),
    "cancellationstep": _("Cancellation fee"),
    "certificate": _("Certificate"),
    "chamber": _("Chamber"),
    "clusteroffice": _("Cluster office"),
    "cohort": _("Cohort"),
    "company": _("Company"),
    "credit_note": _("Credit note"),
    "declaration": _("Declaration of withdrawal"),
    "edition": _("Edition"),
    "evidence": _("Evidence of a cohort"),
    "exception": _("Exception"),
    "instalment": _("Instalment"),
    "invoice": _("Invoice"),
    "lesson": _("Lesson"),
    "letter": _("Letter"),
    "make_up": _("Make-up"),
    "mark": _("Attendance mark"),
    "names": _("Names of seats"),
    "offer": _("Offer of seats"),
    "payment": _("Payment"),
    "person": _("Person"),
    "pledge": _("Pledge of seats"),
    "priceline": _("VAT line"),
    "programme": _("Programme"),
    "release": _("Release by the chamber"),
    "requirement": _("Requirement"),
    "result": _("Result"),
    "results": _("Results"),
    "role": _("Role"),
    "roll": _("Roll"),
    "seat": _("Seat"),
    "seats_given": _("Seats given up"),
    "seminar": _("Seminar"),
    "session": _("Session"),
    "sheet": _("Attendance sheet"),
    "signing_key": _("Signing key"),
    "site": _("Site"),
    "stand_in": _("Stand-in"),
    "stand_ins": _("Stand-ins"),
    "takeover": _("Takeover"),
    "waiting": _("Waiting list"),
}
PARTICIPLES = {
    "accepted": _("accepted"),
    "agreed": _("agreed"),
    "asked": _("asked for"),
    "booked": _("booked"),
    "called": _("called"),
    "called_off": _("called off"),
    "cancelled": _("cancelled"),
    "carried_out": _("carried out"),
    "changed": _("changed"),
    "closed": _("closed"),
    "completed": _("completed"),
    "confirmed": _("confirmed"),
    "copied": _("copied"),
    "corrected": _("corrected"),
    "countersigned": _("countersigned"),
    "created": _("created"),
    "declined": _("declined"),
    "deleted": _("deleted"),
    "distrusted": _("no longer trusted"),
    "ensured": _("set up"),
    "finished": _("finished"),
    "granted": _("granted"),
    "issued": _("issued"),
    "joined": _("joined"),
    "lapsed": _("lapsed"),
    "lecturers_joined": _("lecturer joined"),
    "left": _("left"),
    "loaded": _("loaded"),
    "made": _("made"),
    "managers_joined": _("manager joined"),
    "moved": _("moved"),
    "name_erased": _("name erased"),
    "named": _("person named"),
    "noted": _("noted"),
    "opened": _("opened"),
    "pages_built": _("pages built"),
    "planned": _("planned"),
    "printing_retried": _("printed again"),
    "published": _("published"),
    "raised": _("raised"),
    "read": _("read"),
    "received": _("received"),
    "recorded": _("recorded"),
    "released": _("released"),
    "reminded": _("reminder sent"),
    "removed": _("removed"),
    "resent": _("sent again"),
    "renewed": _("renewed"),
    "replaced": _("replaced"),
    "resized": _("resized"),
    "resumed": _("valid again"),
    "returned": _("returned without a name"),
    "reversed": _("reversed"),
    "revoked": _("revoked"),
    "rotated": _("changed"),
    "sent": _("sent"),
    "settled": _("settled"),
    "shared": _("shared"),
    "started": _("started"),
    "suspended": _("suspended"),
    "suspected": _("perhaps in other hands"),
    "taken": _("taken along"),
    "taken_over": _("taken over"),
    "undone": _("undone"),
    "unshared": _("no longer shared"),
    "withdrawn": _("withdrawn"),
    "withheld": _("withheld"),
    "set_aside": _("set aside"),
    "taken_up": _("taken up again"),
}
# Participles that German says otherwise of this noun.
OF_ITS_NOUN = {"exception.granted": pgettext_lazy("of an exception", "granted")}
# What acts say beside their subject and what is no noun above; a key that is unknown is shown as it is.
FACTS = {
    "after": _("after"),
    "agreed": _("Agreed to"),
    "before": _("before"),
    "booked": _("Seats booked"),
    "bundle": _("Bundle no."),
    "by_link": _("By the link of the letter"),
    "by_terms": _("By the terms of cancelling"),
    "category": _("VAT"),
    "cents": _("Amount"),
    "changed": _("changed"),
    "code": _("Code"),
    "copy": _("copy"),
    "correction": _("Correction no."),
    "corrects": _("corrects"),
    "days": _("Days"),
    "days_left": _("Days before the start"),
    "despite_host": _("Although the host admits fewer"),
    "documents": _("Invoices and credit notes"),
    "enrolment": _("Enrolment"),
    "enrolments": _("Enrolments"),
    "fee_cents": _("Fee"),
    "fee_of": _("Fee calculated on"),
    "fee_percent": _("Fee rate"),
    "ends_on": _("Ends on"),
    "fields": _("Fields"),
    "left": _("Left open"),
    "file": _("Statement no."),
    "first_day": _("First day"),
    "form": _("File as"),
    "free_because": _("Without a fee"),
    "gross_cents": _("Amount with VAT"),
    "guest_of": _("As a guest of"),
    "hash": _("Hash"),
    "host": _("Host"),
    "how": _("Received"),
    "key": _("Key"),
    "language": _("Language"),
    "least": _("Seats needed at least"),
    "letters": _("Letters"),
    "lines": _("Lines"),
    "link": _("Link no."),
    "max_size": _("Seats at most"),
    "missing": _("Made up for"),
    "number": _("Number"),
    "ordinal": _("Copy no."),
    "others": _("Other rows"),
    "outcome": _("Outcome"),
    "payment": _("Payment no."),
    "payments": _("Payments"),
    "people": _("People"),
    "pledged": _("Seats pledged"),
    "price_per_seat": _("Price per seat"),
    "punched": _("Units punched"),
    "purpose": _("Purpose"),
    "rate": _("VAT rate"),
    "reason": _("Reason"),
    "removed": _("removed"),
    "row": _("Row"),
    "rows": _("Rows"),
    "seats": _("Seats"),
    "source": _("copied from"),
    "starts_on": _("Starts on"),
    "token": _("Token no."),
    "units": _("Teaching units"),
    "unsigned": _("not signed"),
    "until": _("until"),
    "user": _("Account"),
    "via": _("Came by"),
    "wait_entry": _("On the waiting list"),
    "with_pdf": _("With the PDF"),
}
# Details that are a row's number, and whose: they are called as a subject is.
REFERRED = {
    "booking": "courses.booking",
    "chamber": "organisations.chamber",
    "cohort": "courses.cohort",
    "company": "organisations.company",
    "copy": "certificates.copy",
    "corrects": "courses.invoice",
    "edition": "courses.edition",
    "enrolment": "courses.enrolment",
    "guest_of": "courses.seminarsession",
    "host": "organisations.site",
    "person": "accounts.person",
    "pledge": "courses.pledge",
    "programme": "courses.programme",
    "seat": "courses.seat",
    "seminar": "courses.seminar",
    "session": "courses.seminarsession",
    "source": "courses.edition",
    "user": "accounts.user",
    "wait_entry": "courses.waitentry",
}
# The same where a detail is a list of them, or says something of each: {number: what}.
REFERRED_IN = {
    list: {"documents": "courses.invoice", "enrolments": "courses.enrolment", "people": "accounts.person"},
    dict: {"units": "courses.standin"},
}
# Nouns whose acts say under "before" and "after" who sat on the chair.
CHANGE_OF_PERSON = ("seat", "takeover")
# Columns that say who somebody is; they are passed over once the person is erased.
PERSONAL = ("given_name", "family_name", "email")
# What a row is called in the log: the columns that say it. One query per model on the page, never one per row.
NAMED_BY = {
    "accounts.person": ("given_name", "family_name"),
    "accounts.user": ("email",),
    "certificates.certificate": ("number",),
    "certificates.copy": ("certificate__number", "ordinal"),
    "certificates.signingkey": ("purpose", "name"),
    "courses.booking": ("cohort__code", "company__name"),
    "courses.cohort": ("code",),
    "courses.edition": ("programme__code", "label"),
    "courses.enrolment": ("cohort__code", "person__given_name", "person__family_name"),
    "courses.invoice": ("number",),
    "courses.makeup": ("enrolment__person__given_name", "enrolment__person__family_name", "seminar__code"),
    "courses.mark": ("day__session__cohort__code", "day__session__seminar__code", "enrolment__person__family_name"),
    "courses.pledge": ("cohort__code", "company__name"),
    "courses.priceline": ("edition__programme__code", "edition__label"),
    "courses.programme": ("code",),
    "courses.seat": ("cohort__code", "number"),
    "courses.seminar": ("code",),
    "courses.seminarsession": ("cohort__code", "seminar__code"),
    "courses.waitentry": ("cohort__code", "company__name"),
    "courses.standin": (
        "session__cohort__code",
        "session__seminar__code",
        "person__given_name",
        "person__family_name",
    ),
    "courses.takeoverrequest": ("seat__cohort__code", "seat__number"),
    "courses.sheet": ("session__cohort__code", "session__seminar__code"),
    "organisations.chamber": ("name",),
    "organisations.clusteroffice": ("name",),
    "organisations.company": ("name",),
    "organisations.site": ("name",),
}


def verb_in_words(verb):
    """Return "Booking: made" for "booking.made" in the active language; what is unknown stays as it is."""
    noun, _dot, participle = verb.partition(".")
    done = OF_ITS_NOUN.get(verb) or PARTICIPLES.get(participle, participle)
    return f"{NOUNS.get(noun, noun)}: {done}" if participle else verb


def facts_in_words(act, names=None):
    """
    Return "Seats: 8, 9 · Fee: €384.00" of an act in the active language; `names` are what `names_in` found.

    A detail that says nothing is left out; one that is unknown is shown as it is.
    """
    names = names or {}
    return " · ".join(
        f"{FACTS.get(key) or NOUNS.get(key) or key}: {_cut(_named(act, key, value, names))}"
        for key, value in act.facts.items()
        if value not in (None, "") or key in ("before", "after")
    )


def _named(act, key, value, names):
    """The value of a detail, with the names of the rows that it is."""
    known = {pk: name for pk in _rows_of(value) if (name := names.get((_model_of(act, key, value), str(pk))))}
    if not known:
        return value_in_words(key, value, _subject_model(act))
    if isinstance(value, dict):
        return ", ".join(f"{known.get(pk, pk)}: {one}" for pk, one in value.items())
    return ", ".join(str(known.get(pk, pk)) for pk in _rows_of(value))


def _subject_model(act):
    kind = act.subject_type
    return f"{kind.app_label}.{kind.model}" if kind else ""


def _model_of(act, key, value):
    """Of which model the rows are that stand under this key; None if it names none."""
    if key in ("before", "after"):
        return "courses.enrolment" if act.verb.partition(".")[0] in CHANGE_OF_PERSON else None
    return REFERRED_IN.get(type(value), REFERRED).get(key)


def _rows_of(value):
    """The numbers of rows that a detail may be: one, a list, or the keys of a dict."""
    return value if isinstance(value, list | dict) else [value]


def _cut(text):
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"


def names_in(acts):
    """Return {(model label, id as text): name} of whom these acts and their details speak: one query per model."""
    wanted = defaultdict(set)
    for act in acts:
        if act.subject_type_id and act.subject_id.isdecimal():
            wanted[f"{act.subject_type.app_label}.{act.subject_type.model}"].add(int(act.subject_id))
        for key, value in act.facts.items():
            if model := _model_of(act, key, value):
                wanted[model] |= {int(row) for row in _rows_of(value) if str(row).isdecimal()}
    names = {}
    for label, ids in wanted.items():
        columns = NAMED_BY.get(label)
        if columns:
            erased = _erased_column(columns)
            read = (*columns, erased) if erased else columns
            for row in apps.get_model(label)._base_manager.filter(pk__in=ids).values("pk", *read):
                names[label, str(row["pk"])] = _name(row, columns, is_erased=bool(erased and row[erased]))
    return names


def _erased_column(columns):
    """The column that says whether the person among these columns is erased; None if they name nobody."""
    if columns == ("email",):
        return "person__erased_at"
    return next((column.replace("family_name", "erased_at") for column in columns if "family_name" in column), None)


def _name(row, columns, *, is_erased):
    """The columns as one name; of an erased person nothing that says who it was."""
    kept = [column for column in columns if not (is_erased and column.endswith(PERSONAL))]
    parts = [str(row[column]) for column in kept if row[column] not in (None, "")]
    return " ".join([*parts, str(_("name erased"))] if is_erased else parts)
