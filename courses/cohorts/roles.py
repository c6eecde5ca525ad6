"""Who counts as a lecturer for navigation and start page: whoever teaches a session."""

from courses.cohorts.models import SeminarSession
from lms.accounts.roles import name_role


def teaches(user):
    """Whether this user's person stands as lecturer on a session."""
    return (
        user.person_id is not None and SeminarSession.lecturers.through.objects.filter(person=user.person_id).exists()
    )


name_role("lecturer", asks=teaches)
name_role("lecturer", codename="teach_programme")
name_role("office", codename="manage_programme")
