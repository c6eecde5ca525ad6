"""The letter that invites somebody into a role."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from lms.messages.actions import post_letter
from lms.messages.texts import compose


def password_url(user):
    """Return the address at which `user` chooses a password, once, while settings.PASSWORD_RESET_TIMEOUT lasts."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return settings.PUBLIC_URL + path


def send_invitation(user, staffing, row, *, at):
    """Tell `user` what they may do now, and how to sign in: by a link while they have no password."""
    with translation.override(user.language):
        invited = str(staffing.invited) % {"row": row}
    subject, body = compose(
        "accounts/letters/invitation.txt",
        user.language,
        invited=invited,
        email=user.email,
        password_url="" if user.has_usable_password() else password_url(user),
        forgotten_url=settings.PUBLIC_URL + reverse("account_reset_password"),
        sign_in_url=settings.PUBLIC_URL + reverse("account_login"),
        days=settings.PASSWORD_RESET_TIMEOUT // 86_400,
    )
    post_letter(to=user.email, subject=subject, body=body, kind="accounts.invitation", at=at)
