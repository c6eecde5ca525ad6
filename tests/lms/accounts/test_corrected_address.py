"""When the office corrects a person's e-mail, the account follows, and the earlier mailbox opens nothing any more."""

import pytest
from allauth.account.models import EmailAddress

from lms.accounts.letters import password_url
from lms.accounts.models import User
from lms.accounts.refusals import AddressTaken
from lms.audit.models import Act
from lms.organisations.actions import keep_record
from tests.makers import NOON, PASSWORD, make_administrator, make_person, make_user

pytestmark = pytest.mark.django_db


def correct(person, email):
    person.email = email
    return keep_record(row=person, fields=["email"], actor=make_administrator(), at=NOON)


@pytest.fixture
def person():
    return make_person(email="falsch@people.example")


def test_the_account_follows_and_is_recorded(person):
    user = make_user(person)
    correct(person, "richtig@people.example")
    user.refresh_from_db()
    assert user.email == "richtig@people.example" and not user.check_password(PASSWORD)
    assert Act.objects.get(verb="account.moved").subject_id == str(user.pk)


def test_links_and_sessions_of_the_earlier_mailbox_are_dead(client, person):
    user = make_user(person)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    link = password_url(user)
    assert not client.get(link, follow=True).context.get("token_fail")
    client.cookies.clear()
    client.force_login(user)
    assert client.get("/start/").status_code == 200
    correct(person, "richtig@people.example")
    assert client.get("/start/").status_code == 302
    client.cookies.clear()
    assert client.get(link, follow=True).context["token_fail"]
    assert not EmailAddress.objects.filter(email="falsch@people.example").exists()


def test_an_address_of_another_account_is_refused(person):
    user = make_user(person)
    make_user(email="Richtig@people.example")
    with pytest.raises(AddressTaken):
        correct(person, "richtig@people.example")
    assert User.objects.get(pk=user.pk).email == type(person).objects.get(pk=person.pk).email == "falsch@people.example"


def test_other_corrections_leave_the_account_alone(person):
    user = make_user(person, email="anderswo@accounts.example")
    person.given_name = "Ada Maria"
    keep_record(row=person, fields=["given_name"], actor=make_administrator(), at=NOON)
    user.refresh_from_db()
    assert user.email == "anderswo@accounts.example" and user.check_password(PASSWORD)
