"""manage.py create_token EMAIL: an API token for an account, printed once."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.accounts.models import ApiToken, User
from lms.accounts.tokens import create_token
from lms.lib.refusals import Refusal


class Command(BaseCommand):
    help = "Makes an API token for the account with this e-mail and prints it. It is shown this once."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="manage.py create_token", help="what the token is for")
        parser.add_argument("--days", type=int, help="for how many days it is valid; until it is revoked if left out")

    def handle(self, *args, email, name, days, **options):
        if days is not None and not 1 <= days <= 36_500:
            raise CommandError("--days takes a number from 1 to 36500.")
        longest = ApiToken._meta.get_field("name").max_length
        if not 1 <= len(name) <= longest or "\0" in name:
            raise CommandError(f"--name takes 1 to {longest} characters.")
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account with the e-mail {email}.")
        try:
            _token, secret = create_token(user=user, name=name, days=days, actor=None, at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(secret)
