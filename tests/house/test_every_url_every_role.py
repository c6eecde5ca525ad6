"""
Every address answers every role as the table says; an address without a line, or a line without an address, is a fault.

404 for what one may not know exists, 403 for what one may see but not do. A GET writes nothing; only "+" writes.
"""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from certificates.issuing.views import holder
from courses.booking import permissions as booking
from tests.house.addresses import addresses, stock_names, url_names
from tests.house.asking import client_of, letter, on_paper

pytestmark = pytest.mark.django_db

ROLES = [
    "anonymous",
    "other_booker",
    "own_booker",
    "other_lecturer",
    "own_lecturer",
    "other_participant",
    "own_participant",
    "other_host",
    "own_host",
    "other_chamber",
    "own_chamber",
    "other_manager",
    "own_manager",
    "office",
    "administrator",
]

# What comes back, role by role in the order above, for GET and for POST of what somebody who may would send:
#   .  shown   +  done (something was written)   ~  led elsewhere, or refused with a message   >  led to sign-in
#   -  404     x  403     !  405: not by this verb     ?  400 or 409: refused, what was typed is shown again
# The head of the table: nobody; other and Own Booker, Lecturer, Participant, Host, Chamber, Manager; Office, Admin.
TABLE = """
                                       nbBlLpPhHcCmMOA  nbBlLpPhHcCmMOA
front_door                             ~~~~~~~~~~~~~~~  ~~~~~~~~~~~~~~~
imprint                                ...............  ...............
privacy                                ...............  ...............
accessibility                          ...............  ...............
styleguide                             ...............  ...............
verify                                 ...............  ...............
verify file                            ...............  ...............
verify_code                            ...............  !!!!!!!!!!!!!!!
verify_code unknown                    ---------------  !!!!!!!!!!!!!!!
shared                                 ...............  !!!!!!!!!!!!!!!
shared unknown                         ---------------  !!!!!!!!!!!!!!!
shared_pdf                             ...............  !!!!!!!!!!!!!!!
v/                                     ~~~~~~~~~~~~~~~  ~~~~~~~~~~~~~~~
did_json                               ...............  !!!!!!!!!!!!!!!
revocation_list                        ...............  !!!!!!!!!!!!!!!
revocation_list unknown                ---------------  !!!!!!!!!!!!!!!
suspension_list                        ...............  !!!!!!!!!!!!!!!
suspension_list unknown                ---------------  !!!!!!!!!!!!!!!
keys                                   ...............  !!!!!!!!!!!!!!!
certificate_file                       ...............  !!!!!!!!!!!!!!!
certificate_file unknown               ---------------  !!!!!!!!!!!!!!!
set_language                           ~~~~~~~~~~~~~~~  ~~~~~~~~~~~~~~~
wagtail_serve catalogue                ...............  ...............
wagtail_serve programme                ...............  ...............
wagtail_serve seminar                  ...............  ...............
wagtail_serve lesson                   >xxxx..xxxxx...  >xxxx..xxxxx...
wagtailcore_login                      >>>>>>>>>>>>>>>  >>>>>>>>>>>>>>>
^(?:[a-z-]+/)?_util/login/$            >>>>>>>>>>>>>>>  >>>>>>>>>>>>>>>
picture                                -----..-----...  !!!!!!!!!!!!!!!
picture unknown                        ---------------  !!!!!!!!!!!!!!!
original_picture                       -----..-----...  !!!!!!!!!!!!!!!
original_picture unknown               ---------------  !!!!!!!!!!!!!!!
wagtailcore_authenticate_with_password ---------------  ---------------
wagtaildocs_serve                      >xxxx..xxxxx...  >xxxx..xxxxx...
home                                   >..............  >..............
account                                >..............  >++++++++++++++
calendar_feed                          >!!!!!!!!!!!!!!  >++++++++++++++
api_tokens                             >..............  >++++++++++++++
revoke_api_token                       >-.------------  >-+------------
calendar_feed_of                       ...............  ...............
calendar_feed_of unknown               ---------------  ---------------
roles bookers                          >-.----------..  >-+----------++
withdraw_role bookers                  >-.----------..  >-+----------++
roles hosts                            >-------.----..  >-------+----++
withdraw_role hosts                    >-------.----..  >-------+----++
roles verifiers                        >---------.--..  >---------+--++
withdraw_role verifiers                >---------.--..  >---------+--++
roles office                           >------------..  >------------++
withdraw_role office                   >------------..  >------------++
log                                    >------------..  >------------..
letters_given_up                       >------------..  >------------~~
master_data                            >------------..  >------------..
records companies                      >------------..  >------------..
records people                         >------------..  >------------..
new_record companies                   >------------..  >------------++
record people                          >------------..  >------------++
record sites                           >------------..  >------------++
lesson_done                            >!!!!!!!!!!!!!!  >----++-----~~~
read_on                                >....~~........  >....~~........
results test                           >-----------...  >-----------+++
results check                          >---.-------...  >---+-------+++
cohorts                                >----------....  >----------....
new_cohort                             >----------....  >----------.+++
cohort over                            >-----------...  >-----------...
cohort running                         >-----------...  >-----------...
cohort ahead                           >-----------...  >-----------...
cohort planned                         >-----------...  >-----------...
cohort_act start                       >-----------...  >-----------+++
cohort_act complete                    >-----------...  >-----------~~~
cohort_act cancel                      >-----------...  >-----------+++
new_session                            >-----------...  >-----------+++
session lived                          >---.-.-.---...  >---.-.-.---...
session today                          >---.-.-.---...  >---.-.-.---...
session later                          >---.---.---...  >---.---.---...
edit_session                           >-----------...  >-----------+++
session_calendar                       >---.-.-.---...  >---.-.-.---...
session_calendar_by_key                ...............  ...............
session_calendar_by_key forged         ---------------  ---------------
hosting                                >------..----..  >------..----..
roll_call                              >---.-x-x---...  >---+-x-x---+++
roll_call closed                       >---.-x-x---...  >---?-x-x---???
print_sheet                            >---.-x-x---...  >!!!!!!!!!!!!!!
correct_mark                           >---.-x-x---...  >---+-x-x---+++
correct_stand_in                       >---.-x-x---...  >---?-x-x---???
absence_reason                         >---x-x-x---...  >---x-x-x---+++
remind_lecturers                       >!!!!!!!!!!!!!!  >---x-x-x---+++
make_up                                >-----------...  >-----------+++
withdraw_make_up                       >!!!!!!!!!!!!!!  >-----------+++
book_seats                             >..............  >.+..........++
book_seats running                     >-.---------...  >-.---------.++
book_private                           >-----------...  >-----------+++
hold_private                           >-----------~~~  >-----------+++
wait_private                           >-----------~~~  >-----------...
open_booking                           >-----------...  >-----------+++
set_capacity                           >-----------...  >-----------+++
cohort_terms                           >-----------...  >-----------+++
cohort_decision                        >-----------...  >-----------+++
pledge_seats                           >..----------..  >.+----------++
withdraw_pledge                        >-.---------...  >-+---------+++
companies                              >~~----------..  >~~----------..
company                                >-.----------..  >-.----------..
company_history                        >-.----------..  >-.----------..
company_people                         >-.----------..  >-.----------..
company_sessions                       >-.----------..  >-.----------..
company_calendar                       >-.----------..  >-.----------..
seat_history                           >-.---------...  >-.---------...
takeover                               >-.---------...  >-.---------...
answer_takeover agree                  >!!!!!!!!!!!!!!  >-x---------+++
answer_takeover decline                >!!!!!!!!!!!!!!  >-x---------+++
answer_takeover withdraw               >!!!!!!!!!!!!!!  >-+---------+++
undo_takeover                          >-x---------...  >-x---------...
send_stand_in                          >-.---------...  >-+---------+++
send_stand_in begun                    >-.---------...  >-.---------...
call_off_stand_in                      >-.---------...  >-.---------+++
name_seat                              >-.---------...  >-+---------+++
replace_person                         >-.---------...  >-+---------+++
give_back_seat                         >-.---------...  >-+---------+++
cancel_booking                         >-.---------...  >-+---------+++
invoice_address                        >-.---------...  >-+---------+++
offer                                  ...............  +++++++++++++++
withdraw_contract                      ...............  +++++++++++++++
withdraw_by_link                       ...............  +++++++++++++++
withdraw_by_link forged                ---------------  ---------------
declarations                           >----------....  >----------....
declaration                            >-----------...  >-----------+++
declaration typed                      >------------..  >------------++
carry_out_declaration                  >!!!!!!!!!!!!!!  >-----------+++
offer forged                           ---------------  ---------------
invoices                               >----------....  >----------....
invoices all                           >----------....  >----------....
issue_invoices                         >!!!!!!!!!!!!!!  >-----------+++
my_invoices                            >--------------  >--------------
company_invoices                       >-.----------..  >-.----------..
payments                               >----------....  >----------.+++
bank_file                              >-----------...  >-----------+++
open_rows                              >----------....  >----------....
bank_row                               >-----------...  >-----------+++
bank_row aside                         >-----------...  >-----------+++
credit_called_off                      >!!!!!!!!!!!!!!  >-----------~~~
settle_seats                           >-----------...  >-----------+++
invoice                                >-.---------...  >-x---------+++
invoice credit                         >-.---------...  >-x---------+++
invoice_file pdf                       >-.---------...  >!!!!!!!!!!!!!!
invoice_file xml                       >-.---------...  >!!!!!!!!!!!!!!
invoice_file xrechnung                 >-.---------...  >!!!!!!!!!!!!!!
invoice_file other                     >--------------  >!!!!!!!!!!!!!!
invoice_by_letter                      ...............  !!!!!!!!!!!!!!!
invoice_by_letter forged               ---------------  !!!!!!!!!!!!!!!
hold_seats                             >~~~~~~~~~~~~~~  >.+..........++
let_go                                 >~~~~~~~~~~~~~~  >~~~~~~~~~~~~~~
join_waiting_list                      >~~~~~~~~~~~~~~  >.+..........++
answer_waiting                         >!!!!!!!!!!!!!!  >-+---------+++
order_waiting                          >!!!!!!!!!!!!!!  >-x---------+++
import_names                           >-.---------...  >-+---------+++
blank_list                             >..............  >!!!!!!!!!!!!!!
cohort_certificates                    >-----------...  >-----------+++
cohort_certificates transcripts        >-----------...  >-----------+++
grant_exception                        >-----------...  >-----------...
cohort_evidence                        >---------.-...  >---------+-+++
evidence_file                          >---------.-...  >!!!!!!!!!!!!!!
certificates_progress                  >-----------...  >-----------...
my_certificates                        >--....--------  >--....--------
share_certificate                      >-----.--------  >-----+--------
end_share_link                         >!!!!!!!!!!!!!!  >-----+--------
certificate                            >-----------...  >!!!!!!!!!!!!!!
change_certificate suspend             >-----------...  >-----------+++
change_certificate revoke              >-----------...  >-----------+++
change_certificate erase               >-----------...  >-----------+++
certificate_pdf                        >-----.---.-...  >!!!!!!!!!!!!!!
certificate_credential                 >-----.--------  >!!!!!!!!!!!!!!
chambers                               >--------~~---.  >--------~~---.
chamber                                >---------.---.  >---------.---.
chamber_cohort                         >---------.---.  >---------+---+
check_list                             >---------.---.  >---------.---.
countersign                            >!!!!!!!!!!!!!!  >---------+---+
"""
# Whoever reads these leaves a row in the log of acts, or in the count that a holder sees; a GET writes nothing else.
LOGGED = {
    *("invoice_file pdf", "invoice_file xml", "invoice_file xrechnung", "invoice_by_letter"),
    *("evidence_file", "shared", "shared_pdf"),
}
LOGS = re.compile("audit_act|certificates_sharevisit")
LINES = {line[:38].strip(): line[38:].split() for line in TABLE.strip("\n").splitlines()[1:]}


def faults_of(house, role, rows=None):
    """Ask every address as `role`; return what differs from the table, and what a GET wrote."""
    client, column, faults = client_of(house.users[role]), ROLES.index(role), []
    for row, address in addresses(house).items():
        for verb, expected in zip(("get", "post"), LINES[row], strict=True):
            if rows and row not in rows:
                continue
            data = address.data if verb == "post" else None
            answer, _queries, wrote = on_paper(lambda: getattr(client, verb)(address.url, data))  # noqa: B023
            if house.users[role] is None:
                # The session of a visit was taken back too: its cookie would name one that is not there.
                client.cookies.clear()
            if row in LOGGED:
                wrote = [sql for sql in wrote if not LOGS.search(sql)]
            got = letter(answer, wrote)
            if got != expected[column] or (verb == "get" and wrote):
                faults.append(f"{verb} {row} ({address.url}): {got} instead of {expected[column]} {wrote[:1]}")
    return faults


def test_the_table_has_each_address_and_no_other(house):
    rows = addresses(house)
    assert url_names() == {address.name for address in rows.values()}
    assert set(LINES) == set(rows)


def test_each_line_speaks_of_each_role(house):
    assert list(house.users) == ROLES
    assert {row: line for row, line in LINES.items() if [len(part) for part in line] != [len(ROLES)] * 2} == {}


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_as_the_table_says(house, role):
    assert faults_of(house, role) == []


def test_whoever_has_no_business_there_writes_nothing():
    """What the table itself must hold: strangers to the house's own group write only to their own account."""
    own_account = {"account", "calendar_feed", "api_tokens"}
    # Whoever got the letter answers, signed in or not; the link is the right.
    by_link = {"offer", "withdraw_contract", "withdraw_by_link"}
    # Both groups follow one programme, and a lesson belongs to the programme.
    shared = {"lesson_done": {"other_participant"}}
    for row, (_get, post) in LINES.items():
        strangers = {role for role in ROLES if role.startswith(("other", "anonymous"))} - shared.get(row, set())
        writers = {role for role, sign in zip(ROLES, post, strict=True) if sign == "+"}
        assert row in own_account | by_link or not writers & strangers, row


def test_a_check_taken_away_is_seen(house, monkeypatch):
    monkeypatch.setattr(holder, "may_read", lambda actor, certificate: True)
    assert faults_of(house, "own_booker", {"certificate_pdf"}) != []


def test_a_check_taken_away_from_an_act_is_seen(house, monkeypatch):
    row, stranger = {"cancel_booking"}, "other_booker"
    assert faults_of(house, stranger, row) == []
    monkeypatch.setattr(booking, "companies_of", lambda actor: type(house.own.company).objects.all())
    [get, post] = faults_of(house, stranger, row)
    # The page opens; the act asks for itself and still says no.
    assert ": . instead of -" in get and ": x instead of -" in post


# Pages of Wagtail's admin that show nothing of anybody: scripts, words, sign-in.
OPEN_IN_ADMIN = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_login"}
OUTSIDE_ADMIN = [role for role in ROLES if role not in ("other_manager", "own_manager", "office", "administrator")]


@pytest.mark.parametrize("role", OUTSIDE_ADMIN)
def test_nobody_without_the_right_gets_into_the_admin(house, role):
    client, entered, walked = client_of(house.users[role]), [], 0
    for name, pattern in stock_names():
        if not pattern.startswith("office/cms/") or name in OPEN_IN_ADMIN or "password_reset" in name:
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue  # speaks of one row: tests/house/test_admin_rows.py
        walked += 1
        if client.get(url).status_code not in (302, 403, 404, 405):
            entered.append(url)
    assert entered == []
    assert walked > 50


@pytest.mark.parametrize("role", ["anonymous", "own_participant"])
def test_sign_in_pages_do_not_break(house, role):
    client, broken = client_of(house.users[role]), []
    for name, pattern in stock_names():
        if pattern.startswith("account/") and name not in ("account_logout", "account_confirm_email"):
            try:
                status = client.get(reverse(name)).status_code
            except NoReverseMatch:
                continue
            if status >= 500:
                broken.append((name, status))
    assert broken == []
