"""allauth's door: accounts are opened by the office or an invitation, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.contrib.sites.shortcuts import get_current_site
from django.utils import timezone

from lms.messages.actions import post_letter


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up; letters go through the outbox."""

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        """Put the letter into the outbox: a mail server that is down must not break the page."""
        about = {"request": current.request, "email": email, "current_site": get_current_site(current.request)}
        message = self.render_mail(template_prefix, email, {**about, **context})
        kind = f"accounts.{template_prefix.rpartition('/')[2]}"
        post_letter(to=email, subject=message.subject, body=message.body, kind=kind, at=timezone.now())

    def format_email_subject(self, subject):
        """Return the subject as it is: who writes stands at the end of the letter, not in front of it."""
        return subject.strip()
