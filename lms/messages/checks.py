"""Misconfiguration of mail, said by `manage.py check --deploy` with an id and what to do."""

from email.utils import parseaddr

from django.conf import settings
from django.core.checks import Error, Warning, register

from lms.home.checks import TAG

GOES_NOWHERE = ("console", "dummy", "locmem", "filebased")
# RFC 2606 and 6761: nobody can answer to these.
RESERVED = ("example", "example.com", "example.net", "example.org", "invalid", "test", "localhost")


@register(TAG, deploy=True)
def letters_leave_the_house(**_about):
    if settings.EMAIL_BACKEND.split(".")[-2] not in GOES_NOWHERE:
        return []
    return [
        Error(
            f"EMAIL_BACKEND is {settings.EMAIL_BACKEND}: letters are marked as sent and reach nobody.",
            hint="Set EMAIL_URL to a mail server, such as smtp+tls://user:password@mail.example.org:587.",
            id="lehrgang.E007",
        )
    ]


@register(TAG, deploy=True)
def letters_have_a_real_sender(**_about):
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    if domain and not any(domain == name or domain.endswith(f".{name}") for name in RESERVED):
        return []
    return [
        Warning(
            f"DEFAULT_FROM_EMAIL is {settings.DEFAULT_FROM_EMAIL!r}, a sender to whom nobody can answer.",
            hint="Set DEFAULT_FROM_EMAIL to an address of yours that is read.",
            id="lehrgang.W008",
        )
    ]
