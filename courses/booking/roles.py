"""Who counts as a participant for navigation and start page: whoever takes or took part."""

from courses.booking.models import Enrolment
from lms.accounts.roles import name_role


def takes_part(user):
    """Whether this user's person is enrolled anywhere."""
    return user.person_id is not None and Enrolment.objects.filter(person=user.person_id).exists()


name_role("participant", asks=takes_part)
