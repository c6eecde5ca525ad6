"""Demo accounts come to a demo only, and beside other data nothing is loaded."""

import pytest
from django.core.management import CommandError, call_command

from certificates.loading.demo import DemoOnly, load_demo
from courses.curriculum.models import Programme
from lms.accounts.demo import demo_sign_ins
from lms.accounts.models import User
from tests import makers

pytestmark = pytest.mark.django_db
AT = makers.at("2028-05-10")


def test_beside_other_data_nothing_is_loaded():
    makers.make_programme()
    assert load_demo(at=AT) is False
    assert Programme.objects.count() == 1
    assert {one.key for one in demo_sign_ins()} == {"office", "administrator"}


def test_outside_a_demo_it_is_refused(settings):
    settings.DEMO = False
    with pytest.raises(DemoOnly):
        load_demo(at=AT)
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not User.objects.exists()
    assert demo_sign_ins() == []
