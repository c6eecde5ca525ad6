"""Letters to those who release for a chamber."""

from django.conf import settings
from django.urls import reverse

from lms.accounts.grants import group_of
from lms.accounts.models import User
from lms.messages.actions import post_letter
from lms.messages.texts import compose


def readers_of(chamber):
    """Return the accounts that release for this chamber."""
    return list(User.objects.filter(groups=group_of(chamber, "verifiers"), is_active=True).order_by("pk"))


def write_to_chamber(kind, cohort, readers, *, key, at, **context):
    """Write the letter `kind` to each of `readers` in their language, with the way to the list of the cohort."""
    chamber = cohort.edition.chamber
    url = settings.PUBLIC_URL + reverse("chamber_cohort", args=[chamber.code, cohort.code])
    for user in readers:
        subject, body = compose(
            f"certificates/issuing/letters/{kind}.txt",
            user.language,
            cohort=cohort,
            chamber=chamber,
            office=cohort.edition.programme.office,
            url=url,
            **context,
        )
        post_letter(
            to=user.email,
            subject=subject,
            body=body,
            kind=f"certificates.{kind}",
            key=f"certificates.{kind}:{key}:{user.pk}",
            at=at,
        )
