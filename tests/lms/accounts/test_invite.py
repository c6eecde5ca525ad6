"""A role is given by e-mail to whoever reads it, by those who may say so, and taken away again."""

import re

import pytest
from django.core import mail

from lms.accounts.actions import invite, withdraw_role
from lms.accounts.models import User
from lms.accounts.refusals import AccountClosed
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.organisations.permissions import may_act_for, may_host_at, may_verify_for
from tests.makers import (
    NOON,
    make_booker,
    make_chamber,
    make_company,
    make_host_contact,
    make_office,
    make_office_user,
    make_person,
    make_programme,
    make_site,
    make_user,
    make_verifier,
)

pytestmark = pytest.mark.django_db
ROLES = [
    ("bookers", make_company, may_act_for),
    ("hosts", make_site, may_host_at),
    ("verifiers", make_chamber, may_verify_for),
]


@pytest.mark.parametrize(("role", "make", "may"), ROLES)
def test_the_office_gives_and_takes_each_role(role, make, may):
    office, row, other = make_office_user(), make(), make()
    user = invite(email="New@Firma.example", role=role, row=row, actor=office, at=NOON)
    assert user.email == "new@firma.example" and not user.has_usable_password()
    assert may(user, row) and not may(user, other)
    withdraw_role(user=user, role=role, row=row, actor=office, at=NOON)
    assert not may(User.objects.get(pk=user.pk), row)
    assert set(Act.objects.values_list("verb", flat=True)) == {"account.opened", "role.granted", "role.withdrawn"}


def test_the_link_of_the_letter_sets_the_password(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        user = invite(email="new@x.example", role="bookers", row=make_company(), actor=make_office_user(), at=NOON)
    letter = mail.outbox[0]
    assert letter.to == ["new@x.example"] and "Guten Tag" in letter.body
    link = re.search(r"https://lehrgang\.example(/account/password/reset/key/\S+)", letter.body)[1]
    page = client.get(link, follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "eine lange Zeichenfolge", "password2": "eine lange Zeichenfolge"}
    )
    assert User.objects.get(pk=user.pk).check_password("eine lange Zeichenfolge")
    # Once used, the link is spent.
    assert 'name="password1"' not in client.get(link, follow=True).text


def test_who_has_an_account_is_not_made_twice_and_needs_no_link(django_capture_on_commit_callbacks):
    known = make_user(email="known@x.example", language="en")
    with django_capture_on_commit_callbacks(execute=True):
        user = invite(email="KNOWN@x.example", role="bookers", row=make_company(), actor=make_office_user(), at=NOON)
    assert user == known
    assert "password/reset/key" not in mail.outbox[0].body and "Good day" in mail.outbox[0].body


def test_a_person_with_this_address_is_tied_to_the_account():
    person = make_person(email="host@x.example")
    assert (
        invite(email="host@x.example", role="hosts", row=make_site(), actor=make_office_user(), at=NOON).person
        == person
    )


def test_a_booker_brings_in_a_colleague_but_never_for_another_company():
    company, other = make_company(), make_company()
    booker = make_booker(company)
    assert may_act_for(invite(email="b@x.example", role="bookers", row=company, actor=booker, at=NOON), company)
    with pytest.raises(NotAllowed):
        invite(email="c@x.example", role="bookers", row=other, actor=booker, at=NOON)
    with pytest.raises(NotAllowed):
        withdraw_role(user=make_booker(other), role="bookers", row=other, actor=booker, at=NOON)
    assert not User.objects.filter(email="c@x.example").exists()


@pytest.mark.parametrize("role", ["nonsense", "hosts"])
def test_a_role_is_held_only_on_its_own_kind_of_record(role):
    with pytest.raises(NotAllowed):
        invite(email="a@x.example", role=role, row=make_company(), actor=make_office_user(), at=NOON)


def test_a_closed_account_is_not_opened_by_a_role():
    make_user(email="gone@x.example", is_active=False)
    with pytest.raises(AccountClosed):
        invite(email="gone@x.example", role="bookers", row=make_company(), actor=make_office_user(), at=NOON)


def test_the_office_staffs_itself_and_its_programmes():
    office = make_office_user()
    colleague = invite(email="a@x.example", role="office", row=make_office(), actor=office, at=NOON)
    programme = make_programme()
    lecturer = invite(email="l@x.example", role="lecturers", row=programme, actor=colleague, at=NOON)
    assert lecturer.has_perm("courses.teach_programme", programme)


def url(role, row):
    return f"/roles/{role}/{row.pk}/"


def test_on_the_page(client):
    company = make_company()
    client.force_login(make_office_user())
    page = client.post(url("bookers", company), {"email": "hr@firma.example"}, follow=True)
    assert "hr@firma.example" in page.text and "noch nicht angemeldet" in page.text
    user = User.objects.get(email="hr@firma.example")
    assert client.get(f"{url('bookers', company)}withdraw/{user.pk}/").status_code == 200
    client.post(f"{url('bookers', company)}withdraw/{user.pk}/")
    assert not may_act_for(user, company)


@pytest.mark.parametrize("typed", ["", "no address", "a@x.example\0", "x" * 10_000 + "@x.example"])
def test_bad_input_is_said_and_kept(client, typed):
    client.force_login(make_office_user())
    answer = client.post(url("bookers", make_company()), {"email": typed})
    assert answer.status_code == 200 and answer.context["form"].errors


def test_others_do_not_know_the_page(client):
    company, site, chamber = make_company(), make_site(), make_chamber()
    pages = [url("bookers", company), url("hosts", site), url("verifiers", chamber), url("office", make_office())]
    for user in (
        make_user(),
        make_booker(make_company()),
        make_host_contact(make_site()),
        make_verifier(make_chamber()),
    ):
        client.force_login(user)
        for page in pages:
            assert client.get(page).status_code == 404
            assert client.post(page, {"email": "a@x.example"}).status_code == 404
    client.force_login(make_office_user())
    for page in ("/roles/bookers/99999999999999999999/", "/roles/nonsense/1/", "/roles/bookers/0/"):
        assert client.get(page).status_code == 404


@pytest.mark.parametrize("people", [3, 30])
def test_queries_do_not_depend_on_the_people(client, django_assert_num_queries, people):
    company = make_company()
    for _index in range(people):
        make_booker(company)
    client.force_login(make_office_user())
    client.get(url("bookers", company))
    with django_assert_num_queries(6):
        client.get(url("bookers", company))
