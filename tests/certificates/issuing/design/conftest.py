"""Whoever writes templates in the CMS; each file has a `cohort` of its own."""

import pytest

from tests.certificates.issuing.design.designs import office_of


@pytest.fixture
def programme(cohort):
    return cohort.edition.programme


@pytest.fixture
def office(client, cohort):
    client.force_login(office_of(cohort))
    return client
