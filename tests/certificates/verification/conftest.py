"""What the tests of the verification page start from."""

import pytest
from django.core.cache import cache

from lms.home import operator


@pytest.fixture(autouse=True)
def _nobody_has_asked_before():
    """Questions are counted by the hour: those of one test must not use up the next one's."""
    cache.clear()
    cache.set(operator.KEY, "Lehrgang")
