"""manage.py rotate_key credential|status|seal: a new key signs from now on."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from certificates.issuing.models import Copy, CopyContent, Proof
from certificates.keys.models import SigningKey
from certificates.keys.rotating import distrust_key, rotate_key
from certificates.publishing.keys import certificates_in
from certificates.publishing.lists import sign_all
from lms.lib.refusals import Refusal


class Command(BaseCommand):
    help = "Makes a new key that signs from now on. What the old one signed stays valid, unless it is --compromised."

    def add_arguments(self, parser):
        parser.add_argument("purpose", choices=SigningKey.Purpose.values)
        parser.add_argument("--compromised", action="store_true", help="nothing the old key signed is trusted any more")
        parser.add_argument("--key", help="with --compromised: an older key, by its name, instead of the one in use")

    # It speaks English as its help does.
    @translation.override("en")
    def handle(self, *, purpose, compromised, key, **options):
        if key and not compromised:
            raise CommandError("--key names an older key that is compromised; it needs --compromised.")
        at = timezone.now()
        try:
            if key:
                old = distrust_key(purpose, key, at=at)
            else:
                new, old = rotate_key(purpose, at=at, compromised=compromised)
                self.stdout.write(f"{purpose}: {new.name} signs from now on.")
            sign_all(at)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if old:
            self.stdout.write(self._becomes_of(old, compromised))

    def _becomes_of(self, old, compromised):
        if not compromised:
            return f"{old.name} is retired; what it signed stays valid. Keep its file in the archive."
        affected = _signed_with(old).count()
        return f"{old.name} is no longer trusted. Copies that it signed: {affected}." + (
            " Replace them; docs/operate.md says how." if affected else ""
        )


def _signed_with(row):
    """The copies that a key signed or sealed. The status lists are signed anew anyway."""
    if row.purpose == SigningKey.Purpose.SEAL:
        leaf = certificates_in(row.public)[0]
        return Copy.objects.filter(pk__in=Proof.objects.filter(sealed_with=leaf.sha256).values("copy"))
    if row.purpose == SigningKey.Purpose.CREDENTIAL:
        signed = CopyContent.objects.filter(credential__contains=f'#{row.name}"')
        return Copy.objects.filter(pk__in=signed.values("copy"))
    return Copy.objects.none()
