"""allauth's door: accounts are opened by the office or an invitation, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up."""

    def is_open_for_signup(self, request):
        return False

    def format_email_subject(self, subject):
        """Return the subject as it is: who writes stands at the end of the letter, not in front of it."""
        return subject.strip()
