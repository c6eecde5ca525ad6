"""What the whole office holds of this room; the words for it in the navigation are the cohorts'."""

from courses.curriculum.permissions import MANAGE, TEACH
from lms.accounts.grants import office_holds

office_holds(MANAGE, TEACH)
