"""Why an account is not opened or a role not given."""

from django.utils.translation import gettext_lazy as _

from lms.lib.refusals import Refusal


class AccountClosed(Refusal):
    """The account was closed; a role does not open it again."""

    code = "account_closed"

    def __init__(self):
        super().__init__(_("The account with this e-mail is closed. An administrator can open it again."))


class AddressTaken(Refusal):
    """Another account signs in with this e-mail."""

    code = "address_taken"

    def __init__(self):
        super().__init__(
            _(
                "Another account signs in with this e-mail. Enter a different one, or ask an administrator about that "
                "account."
            )
        )


class TooManyTokens(Refusal):
    """An account has as many API tokens as it may have."""

    code = "too_many_tokens"

    def __init__(self, most):
        super().__init__(_("You have %(most)d API tokens. Revoke one that nobody needs.") % {"most": most}, most=most)
