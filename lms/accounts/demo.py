"""The sign-ins of the demo: one per role, with a password that everybody may know. They exist only where DEMO is on."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User

PASSWORD = "lehrgang-demo"  # noqa: S105 - printed for everybody; made only where DEMO is on


@dataclass(frozen=True)
class SignIn:
    """Somebody to sign in as: `key` for programs, `role` in words."""

    key: str
    role: object
    email: str
    password: str = PASSWORD


SIGN_INS = (
    SignIn("office", _("Cluster office"), "buero@polymernetz.example"),
    SignIn("participant", _("Participant (process coordinator, cohort 5)"), "p08@teilnehmende.example"),
    SignIn("holder", _("Participant with a certificate"), "p35@teilnehmende.example"),
    SignIn("booker", _("Company that books seats"), "personal@kronavit.example"),
    SignIn("lecturer", _("Lecturer with an open attendance sheet"), "stefan.l08@lehrende.example"),
    SignIn("host", _("Host of the next seminar"), "empfang@wuerzapoly.example"),
    SignIn("chamber", _("Chamber that verifies certificates"), "pruefung@ihk-musterfranken.example"),
    SignIn("administrator", _("Administrator"), "admin@polymernetz.example"),
)


def demo_sign_ins():
    """Return those of SIGN_INS that have an account here; none outside the demo."""
    if not settings.DEMO:
        return []
    emails = [one.email for one in SIGN_INS]
    there = set(User.objects.filter(email__in=emails, is_active=True).values_list("email", flat=True))
    return [one for one in SIGN_INS if one.email in there]
