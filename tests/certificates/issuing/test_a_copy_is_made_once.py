"""A replacement copy asked for twice with one form is one copy, and the history tells in the order of what happened."""

import datetime as dt

import pytest

from certificates.issuing.actions import issue_certificates, replace_copy
from certificates.issuing.history import history_of
from certificates.issuing.refusals import CopiedMeanwhile
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db
AT = makers.at("2028-01-15")


@pytest.fixture
def cohort():
    return scenes.finished_cohort(1)


@pytest.fixture
def certificate(cohort):
    [certificate] = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT).certificates
    return certificate


def test_a_form_sent_three_times_makes_one_copy(client, cohort, certificate):
    client.force_login(scenes.manager(cohort))
    url = f"/certificates/{certificate.number}/copy/"
    assert '<input type="hidden" name="earlier" value="1"' in client.get(url).content.decode()
    pages = [client.post(url, {"reason": "verloren", "earlier": "1"}, follow=True) for _each in range(3)]
    assert certificate.copies.count() == 2
    assert "bereits am" in pages[2].content.decode() and "verloren" in pages[2].content.decode()


def test_a_form_opened_anew_makes_another(cohort, certificate):
    asked = {"certificate": certificate, "actor": scenes.manager(cohort), "at": AT}
    replace_copy(**asked, earlier=1)
    with pytest.raises(CopiedMeanwhile):
        replace_copy(**asked, earlier=1)
    assert replace_copy(**asked, earlier=2).ordinal == 3


@pytest.mark.parametrize("earlier", ["x", "0", "99999999999", "-1"])
def test_what_is_no_copy_is_refused(client, cohort, certificate, earlier):
    client.force_login(scenes.manager(cohort))
    answer = client.post(f"/certificates/{certificate.number}/copy/", {"earlier": earlier})
    assert answer.status_code == 200 and certificate.copies.count() == 1


def test_the_history_tells_in_order(cohort, certificate):
    """Asked for later, but first at the lock."""
    actor = scenes.manager(cohort)
    for minutes in (2, 0, 1):
        replace_copy(certificate=certificate, actor=actor, at=AT + dt.timedelta(minutes=minutes))
    events = history_of(certificate, list(certificate.status_changes.select_related("copy", "actor")))
    assert [event.what.split()[1] for event in events[1:]] == ["1", "2", "3"]
