"""Every address of the project with a row of the house's world in it, and what somebody who may would send there."""

import json
from types import SimpleNamespace

from django.urls import URLPattern, get_resolver, reverse

from certificates.issuing.models import Copy
from certificates.publishing.keys import every_key, roots_of
from courses.attendance.rules import Value
from courses.booking.links import link_to, link_to_withdraw
from courses.cohorts.calling_off import state_of
from courses.cohorts.closing import stakes_of
from courses.cohorts.letters import calendar_key
from courses.cohorts.seen import packed
from courses.curriculum.pages import CataloguePage
from courses.invoicing.letters import key_of
from tests import makers

# Stock pages of Wagtail and allauth have rules of their own, see test_stock_pages; the API has a table of its own.
STOCK = ("office/cms/", "account/", "documents/authenticate_with_password/", "api/v1/")
OURS_BELOW_STOCK = ("account", "calendar_feed", "api_tokens", "revoke_api_token")
PERSON = {"given_name": "Neu", "family_name": "Hier", "email": "neu@people.example", "language": "de"}


def url_names():
    """Every name that `reverse` knows outside the stock pages; addresses without a name go by their pattern."""
    return {name for name, pattern in _walk(get_resolver()) if not is_stock(name, pattern)}


def stock_names():
    """The named stock pages below the two prefixes, as (name, pattern)."""
    return [(name, pattern) for name, pattern in _walk(get_resolver()) if is_stock(name, pattern)]


def is_stock(name, pattern):
    return pattern.startswith(STOCK) and name not in OURS_BELOW_STOCK


def _walk(resolver, before="", space=""):
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLPattern):
            # Wagtail's pages hang below the language, and whose language it is depends on the thread.
            pattern = pattern.replace("de/", "xx/", 1) if pattern.startswith("de/") else pattern
            yield (f"{space}{each.name}" if each.name else pattern), pattern
        else:
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each, pattern, inner)


def addresses(world):
    """
    Return {row of the table: SimpleNamespace(name, url, data)}; a row is a URL's name, or "name variant" for several.

    `data` is what a person who may do it sends, so that a refusal is not one of the form's.
    """
    own = world.own
    rows = {}

    def add(row, *args, data=None, url=None, query=""):
        name = row.split()[0]
        rows[row] = SimpleNamespace(name=name, url=url or reverse(name, args=args) + query, data=data or {})

    _public(add, world)
    _account(add, world)
    _office(add, world)
    _learning(add, own)
    _cohorts(add, own)
    _attendance(add, own)
    _booking(add, own)
    _invoices(add, own)
    _waiting(add, world)
    _papers(add, own)
    return rows


def _public(add, world):
    copy = Copy.objects.get(certificate__number=world.own.number)
    programme_page = world.own.programme.edition.programme.pages.get(locale__language_code="de")
    add("front_door")
    for name in ("imprint", "privacy", "accessibility", "styleguide"):
        add(name)
    add("verify", data={"number": world.own.number, "family_name": world.own.mark, "date_of_birth": "1990-04-05"})
    add("verify file", data={"ask": "file"})
    add("verify_code", copy.code)
    add("verify_code unknown", "0000000000000000")
    add("v/", url="/v/")
    add("did_json")
    for row in ("revocation_list", "suspension_list"):
        add(row, 1)
        add(f"{row} unknown", 2)
    add("keys")
    [root] = roots_of(every_key())
    add("certificate_file", root.sha256)
    add("certificate_file unknown", "0" * 64)
    add("set_language", data={"language": "de", "next": "/imprint/"})
    add("wagtail_serve catalogue", url=CataloguePage.objects.get(locale__language_code="de").url)
    add("wagtail_serve programme", url=programme_page.url)
    add("wagtail_serve seminar", url=makers.page_of(world.own.programme.edition.seminars.first()).url)
    add("wagtail_serve lesson", url=world.own.programme.lesson.url)
    add("wagtailcore_login", url="/de/_util/login/")
    add("^(?:[a-z-]+/)?_util/login/$", url="/_util/login/")
    shown = world.own.programme.picture
    for row, file in (("original_picture", shown.file), ("picture", shown.get_rendition("width-4").file)):
        add(row, file.name.partition("/")[2])
        add(f"{row} unknown", "none.png")
    add("wagtailcore_authenticate_with_password", url="/de/_util/authenticate_with_password/1/1/")
    document = world.own.programme.document
    add("wagtaildocs_serve", document.pk, document.filename)


def _account(add, world):
    add("home")
    add("account", data={"language": "en"})
    add("calendar_feed", data={"act": "renew"})
    add("calendar_feed_of", world.own.feed.token)
    add("api_tokens", data={"name": "Programm", "days": "30"})
    add("revoke_api_token", world.own.token.pk)
    add("calendar_feed_of unknown", "no-such-token")
    for role, row, user in (
        ("bookers", world.own.company, world.own.second_booker),
        ("hosts", world.own.site, world.own.host),
        ("verifiers", world.own.programme.chamber, world.own.programme.verifier),
        ("office", world.own.programme.office, world.users["office"]),
    ):
        add(f"roles {role}", role, row.pk, data={"email": "neu@people.example"})
        add(f"withdraw_role {role}", role, row.pk, user.pk)


def _office(add, world):
    add("log")
    add("letters_given_up")
    add("master_data")
    people, company, site = world.own.enrolments["ada"].person, world.own.company, world.own.site
    empty = {f"parts-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    add("records companies", "companies")
    add("records people", "people")
    add("new_record companies", "companies", data={"code": "NEU", "name": "Neu GmbH", "data_level": "0", **empty})
    add("record people", "people", people.pk, data={**PERSON, **empty})
    add("record sites", "sites", site.pk, data={"company": company.pk, "name": "Neues Werk"})


def _learning(add, own):
    add("lesson_done", own.programme.lesson.pk)
    add("read_on")
    for row, requirement in (("test", own.programme.test), ("check", own.programme.check)):
        entered = {f"result_{own.enrolments['ada'].pk}": "70", "decided_on": "2027-03-10"}
        add(f"results {row}", own.running.code, requirement.pk, data=entered)


def _cohorts(add, own):
    edition = own.programme.edition
    add("cohorts")
    days = {"starts_on": "2027-09-01", "ends_on": "2028-03-01"}
    add("new_cohort", data={"edition": edition.pk, "code": "NEU-1", "max_size": "5", **days})
    for state in ("over", "running", "ahead", "planned"):
        add(f"cohort {state}", getattr(own, state).code)
    names_by = {"naming_deadline": "2027-04-20", "unnamed_seats": "return", "naming_warning_days": "10"}
    add("cohort_terms", own.ahead.code, data={**names_by, "offer_hours": "24", "offer_lead_days": "2"})
    add("cohort_act start", own.ahead.code, "start", data={"reason": "Wir wagen es."})
    add("cohort_act complete", own.running.code, "complete")
    seen = {"sure": "1", "seen": packed(state_of(own.planned, stakes_of(own.planned)))}
    add("cohort_act cancel", own.planned.code, "cancel", data={"reason": "Zu wenige Anmeldungen.", **seen})
    hours = {"starts_at": "09:00", "ends_at": "16:30", "host": own.site.pk}
    second = edition.seminars.last().pk
    add("new_session", own.ahead.code, data={"seminar": second, "first_day": "2027-07-05", **hours})
    for row, session in (("lived", own.lived), ("today", own.today), ("later", own.later)):
        add(f"session {row}", session.pk)
    moved = {"first_day": "2027-05-10", "parallel_groups": "1", "reason": "Messe", **hours}
    add("edit_session", own.later.pk, data=moved)
    add("session_calendar", own.today.pk)
    add("session_calendar_by_key", calendar_key(own.today))
    add("session_calendar_by_key forged", f"{own.today.pk}~forged")
    add("hosting")


def _attendance(add, own):
    day = own.today.days.get()
    keys = [f"{day.pk}-{enrolment.pk}" for enrolment in own.enrolments.values()]
    untouched = Value("open", 0, "").token
    add(
        "roll_call",
        own.today.pk,
        data={"act": f"present-{day.pk}", "line": keys, **{f"seen-{key}": untouched for key in keys}},
    )
    add("roll_call closed", own.lived.pk)
    add("print_sheet", own.today.pk)
    seen = Value("excused", 0, own.missed.note).token
    corrected = {"status": "unexcused", "reason": "Irrtum", "seen": seen}
    add("correct_mark", own.lived.pk, own.missed.pk, data=corrected)
    # The sheet of that session is still open: what a stand-in attended is entered there.
    attended = {"units": "4", "reason": "Irrtum", "seen": ""}
    add("correct_stand_in", own.stand_in.session_id, own.stand_in.pk, data=attended)
    add("absence_reason", own.lived.pk, own.missed.pk, data={"text": "Anderes"})
    add("remind_lecturers", own.today.pk)
    shown = {"seminar": own.lived.seminar_id, "way": "evidence", "evidence": "Nachweis", "units": "4"}
    add("make_up", own.enrolments["bo"].pk, data=shown)
    add("withdraw_make_up", own.make_up.pk)


def _booking(add, own):
    booked = {"company": own.company.pk, "count": "1", "key": "a" * 32}
    add("book_seats", own.ahead.code, data=booked)
    add("book_seats running", own.running.code, data=booked)
    add("book_private", own.ahead.code, data={**PERSON, "key": "b" * 32})
    add("open_booking", own.planned.code)
    add("set_capacity", own.ahead.code, data={"size": "7"})
    add("cohort_decision", own.ahead.code, data={"act": "confirm", "confirm-reason": "Wir wagen es."})
    pledged = {"pledge-company": own.company.pk, "pledge-seats": "1"}
    add("pledge_seats", own.ahead.code, data=pledged)
    add("withdraw_pledge", own.pledge.pk)
    add("companies")
    add("company", own.company.code)
    add("company_history", own.company.code)
    add("company_people", own.company.code)
    add("company_sessions", own.company.code)
    add("company_calendar", own.company.code)
    add("seat_history", own.named.pk)
    add("takeover", own.asked.pk)
    for act in ("agree", "decline", "withdraw"):
        add(f"answer_takeover {act}", own.asked.pk, act, data={"answer": "Gern"})
    add("undo_takeover", own.named.pk)
    sitting = own.stand_in.enrolment
    add("send_stand_in", own.later.pk, own.sits_ahead.pk, data=PERSON)
    add("send_stand_in begun", own.today.pk, sitting.pk, data=PERSON)
    add("call_off_stand_in", own.stand_in.pk, data={"reason": "Gesund"})
    add("name_seat", own.unnamed.pk, data=PERSON)
    add("replace_person", own.named.pk, data=PERSON)
    add("give_back_seat", own.unnamed.pk, data={"reason": "Umbau"})
    add("offer", link_to(own.offer), data={"answer": "accept"})
    add("offer forged", "1~forged")
    typed = {"name": "Rolf Neu", "contract": "Buchung 0", "email": "neu@people.example", "step": "confirm"}
    add("withdraw_contract", data=typed)
    add("withdraw_by_link", link_to_withdraw(own.private), data={"email": "neu@people.example"})
    add("withdraw_by_link forged", "1~forged")
    add("declarations")
    add("declaration", own.declared.pk, data={"answer": "Zu spät"})
    add("declaration typed", own.typed.pk, data={"answer": "Unbekannt"})
    add("carry_out_declaration", own.declared.pk, own.declared.booking.pk)
    add("cancel_booking", own.early.pk, data={"reason": "Umbau"})
    add("invoice_address", own.early.pk, data={"invoice_street": "Gasse 3", "invoice_town": "Hof"})


def _invoices(add, own):
    paid = {"cents": "1,00", "on": own.invoice.issued_on.isoformat(), "how": "hand"}
    add("invoices")
    add("invoices all", query="?state=all")
    add("issue_invoices", data={"cohort": own.running.code})
    add("my_invoices")
    add("company_invoices", own.company.code)
    by_hand = {f"payment-{name}": value for name, value in paid.items()}
    add("payments", data={"act": "payment", "payment-number": own.invoice.number, **by_hand})
    add("bank_file", own.statement.pk)
    add("open_rows")
    row = own.statement.lines.get(aside_at=None, cents=700)
    add("bank_row", row.pk, data={"act": "pay", "number": own.invoice.number, "beyond": "on", "early": "on"})
    add("bank_row aside", row.pk, data={"act": "aside", "aside-reason": "Zuschuss"})
    add("credit_called_off", data={"cohort": own.running.code})
    add("settle_seats", own.given.pk, data={"outcome": "kept"})
    add("invoice", own.invoice.pk, data={"act": "payment", **by_hand})
    add("invoice credit", own.invoice.pk, data={"act": "credit", "credit-seats": "1", "credit-reason": "Kulanz"})
    for form in ("pdf", "xml", "xrechnung", "other"):
        add(f"invoice_file {form}", own.invoice.pk, form)
    add("invoice_by_letter", key_of(own.invoice))
    add("invoice_by_letter forged", f"{own.invoice.pk}~1abc~forged")


def _waiting(add, world):
    own = world.own
    wish = {"company": own.company.pk, "count": "1", "key": "c" * 32}
    add("hold_seats", own.ahead.code, data=wish)
    add("let_go", own.ahead.code, data={"key": "c" * 32})
    # A seat is free there, so nobody has to wait: it is said on the form.
    add("wait_private", own.ahead.code, data={**PERSON, "key": "d" * 32})
    add("hold_private", own.ahead.code, data={**PERSON, "key": "d" * 32})
    # Not where the company has an offer already; all chairs are more than are free.
    add("join_waiting_list", world.near.ahead.code, data={**wish, "count": "8"})
    add("answer_waiting", own.offer.pk, data={"answer": "accept"})
    add("order_waiting", own.in_line.pk, data={"way": "down"})
    listed = json.dumps([[2, 2, "Neu", "Hier", "neu@people.example", "de", ""]])
    shown = {"rows": listed, "seen": json.dumps([[2, own.unnamed.pk]])}
    add("import_names", own.company.code, own.running.code, data=shown)
    add("blank_list", "csv")


def _papers(add, own):
    cohort, chamber = own.over, own.programme.chamber
    add("cohort_certificates", cohort.code, data={"act": "certificates"})
    add("certificates_progress", cohort.code)
    add("my_certificates")
    add("cohort_certificates transcripts", cohort.code, data={"act": "transcripts"})
    add("cohort_evidence", cohort.code)
    add("evidence_file", cohort.code, own.bundle.pk, "zip")
    add("share_certificate", own.number, data={"days": "7"})
    add("end_share_link", own.link.pk)
    add("shared", own.secret)
    add("shared unknown", url="/s/no-such-link/")
    add("shared_pdf", own.secret)
    add("certificate", own.number)
    add("change_certificate suspend", own.number, "suspend", data={"reason": "Verdacht"})
    add("change_certificate revoke", own.number, "revoke", data={"reason": "Irrtum"})
    add("change_certificate erase", own.number, "erase", data={"sure": "on"})
    add("certificate_pdf", own.number)
    add("certificate_credential", own.number)
    add("chambers")
    add("chamber", chamber.code)
    third = cohort.enrolments.get(releases=None)
    # Nothing is missing there, which is said.
    add("grant_exception", cohort.code, third.pk, data={"reason": "Vorkenntnisse"})
    add("chamber_cohort", chamber.code, cohort.code, data={"enrolments": [third.pk], "sure": "on"})
    add("check_list", chamber.code, data={"rows": json.dumps([[2, own.number, own.mark, "1990-04-05"]])})
    add("countersign", chamber.code, cohort.code, data={"numbers": [own.number], "sure": "on"})
