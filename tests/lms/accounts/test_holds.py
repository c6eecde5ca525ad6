"""Asked with one statement, `holds` says what Django and guardian say with three, for everybody and in any order."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.functional import SimpleLazyObject
from guardian.shortcuts import get_objects_for_user

from lms.accounts.grants import holds, keep_in_mind
from lms.accounts.models import User
from lms.organisations.models import Company
from lms.organisations.permissions import BOOK_SEATS, HOST_GROUPS
from tests.makers import make_administrator, make_booker, make_company, make_host_contact, make_office_user, make_site
from tests.makers import make_user as make_stranger

pytestmark = pytest.mark.django_db


def make_direct():
    """Somebody to whom a permission was given without a group."""
    user = make_stranger()
    user.user_permissions.add(Permission.objects.get(codename="book_seats"))
    return user


def make_closed(company):
    user = make_booker(company)
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user


@pytest.fixture
def company(db):
    ContentType.objects.get_for_model(Company)  # kept for the process
    return make_company()


@pytest.fixture
def everybody(company):
    return {
        "booker": make_booker(company),
        "other booker": make_booker(make_company()),
        "host": make_host_contact(make_site(company)),
        "office": make_office_user(),
        "administrator": make_administrator(),
        "direct": make_direct(),
        "closed": make_closed(company),
        "stranger": make_stranger(),
    }


def afresh(user):
    return User.objects.get(pk=user.pk)


def test_says_what_django_and_guardian_say(everybody, company):
    found = {name: holds(afresh(user), BOOK_SEATS, company) for name, user in everybody.items()}
    told = {}
    for name, user in everybody.items():
        user = afresh(user)
        rows = get_objects_for_user(user, BOOK_SEATS, klass=Company) if user.is_active else ()
        told[name] = user.has_perm(BOOK_SEATS) or company in rows
    assert found == told
    assert {name for name, held in found.items() if held} == {"booker", "office", "administrator", "direct"}


def test_asking_again_in_any_order_says_the_same(everybody, company):
    other = make_company()
    questions = [(BOOK_SEATS, company), (BOOK_SEATS, None), (BOOK_SEATS, other), (HOST_GROUPS, company)]
    for name, user in everybody.items():
        alone = [holds(afresh(user), *question) for question in questions]
        for turned in (questions, questions[::-1]):
            same = SimpleLazyObject(lambda user=user: afresh(user))
            answers = {question: holds(same, *question) for question in turned}
            assert [answers[question] for question in questions] == alone, name


def test_takes_one_statement(everybody, company, django_assert_num_queries):
    for name in ("booker", "office", "stranger"):
        user = afresh(everybody[name])
        with django_assert_num_queries(1):
            holds(user, BOOK_SEATS, company)
            holds(user, BOOK_SEATS)


def test_what_was_just_read_is_not_asked_again_and_says_nothing_of_other_rows(company, django_assert_num_queries):
    user = User.objects.get(pk=make_booker(company).pk)
    other = make_company()
    keep_in_mind(user, BOOK_SEATS, [company], for_all=False)
    with django_assert_num_queries(0):
        assert holds(user, BOOK_SEATS, company)
        assert not holds(user, BOOK_SEATS)
    assert not holds(user, BOOK_SEATS, other)
    assert not holds(user, HOST_GROUPS, company)
    user.is_active = False
    assert not holds(user, BOOK_SEATS, company)


def test_another_request_asks_anew(company):
    user = User.objects.get(pk=make_booker(company).pk)
    keep_in_mind(user, BOOK_SEATS, [company], for_all=False)
    user.groups.clear()
    assert not holds(User.objects.get(pk=user.pk), BOOK_SEATS, company)
