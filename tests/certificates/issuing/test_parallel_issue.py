"""Whoever presses at the same moment, no number is given twice and none is left out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Certificate, Series
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def press(cohort, actor):
    try:
        return len(issue_certificates(cohort=cohort, actor=actor, at=scenes.ISSUED_AT).certificates)
    finally:
        connection.close()


def press_together(pairs):
    with ThreadPoolExecutor(len(pairs)) as pool:
        return list(pool.map(lambda pair: press(*pair), pairs))


def test_four_presses_on_one_cohort_issue_once(settings):
    cohort = scenes.finished_cohort(3)
    actor = scenes.manager(cohort)
    assert sorted(press_together([(cohort, actor)] * 4)) == [0, 0, 0, 3]
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2, 3]


def test_three_cohorts_of_one_office_share_a_series_without_gaps():
    programme = makers.make_programme()
    cohorts = [scenes.finished_cohort(3, programme=programme, label=f"{n}") for n in range(3)]
    actor = scenes.manager(cohorts[0])
    assert press_together([(cohort, actor) for cohort in cohorts]) == [3, 3, 3]
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == list(range(1, 10))
    assert Series.objects.get().last == 9
