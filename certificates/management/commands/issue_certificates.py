"""`manage.py issue_certificates COHORT`: the same act as the office's button, for scripts and large cohorts."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from certificates.issuing import actions
from certificates.issuing.models import Certificate
from courses.cohorts.models import Cohort
from lms.accounts.models import User
from lms.lib.refusals import Refusal

REFUSED = 2
KINDS = {
    "certificate": Certificate.Kind.CERTIFICATE,
    "confirmation": Certificate.Kind.CONFIRMATION,
    "transcript": Certificate.Kind.TRANSCRIPT,
}


class Command(BaseCommand):
    help = (
        "Issue the papers that the people of a cohort have earned and do not have yet. Exit 0: done, also where there "
        "was nothing to issue; 1: no such cohort or account; 2: refused by the rules, nothing was issued."
    )

    def add_arguments(self, parser):
        parser.add_argument("cohort", metavar="COHORT", help="the code of the cohort, such as PK-5")
        parser.add_argument("--kind", choices=KINDS, default="certificate", help="which paper (default certificate)")
        parser.add_argument("--language", help="of the papers; without it each person's own")
        parser.add_argument(
            "--as",
            dest="email",
            metavar="EMAIL",
            help="whose act it is; may be left out where there is one administrator",
        )

    # It speaks English as its help does; the papers keep their own language.
    @translation.override("en")
    def handle(self, *, cohort, kind, language, email, **options):
        row = Cohort.objects.select_related("edition__programme__office").filter(code=cohort).first()
        if row is None:
            raise CommandError(f"There is no cohort {cohort}.")
        asked = {"cohort": row, "actor": account(email), "at": timezone.now(), "language": language or None}
        try:
            issued = self._issue(KINDS[kind], asked)
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        for certificate in issued.certificates:
            self.stdout.write(certificate.number)
        for enrolment, unknown in issued.missing:
            self.stderr.write(f"left out: {enrolment.person}, {', '.join(unknown)} missing")
        for enrolment in issued.unreleased:
            self.stderr.write(f"left out: {enrolment.person}, the chamber has not released it")
        self.stdout.write(f"issue_certificates: {len(issued.certificates)} issued for {row.code}")

    def _issue(self, kind, asked):
        if kind == Certificate.Kind.CERTIFICATE:
            return actions.issue_certificates(**asked)
        if kind == Certificate.Kind.CONFIRMATION:
            return actions.issue_confirmations(**asked)
        return actions.Issued(certificates=actions.issue_transcripts(**asked))


def account(email):
    """Return the active account of this address; without an address the one administrator there is."""
    active = User.objects.filter(is_active=True)
    if email:
        user = active.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"There is no active account {email}.")
        return user
    administrators = list(active.filter(is_superuser=True)[:2])
    if len(administrators) != 1:
        raise CommandError("Say with --as EMAIL whose act it is: there is not exactly one administrator.")
    return administrators[0]
