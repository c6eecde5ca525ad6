"""What the register hangs up: on start pages, on the page of a cohort, in the navigation; and its sweeper."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from certificates.issuing import tasks
from certificates.issuing.earlier_names import valid_under_earlier_name
from certificates.issuing.models import Certificate, Copy
from certificates.issuing.permissions import may_issue
from certificates.issuing.register import entries_of
from certificates.issuing.register_totals import finished_without_paper, totals_of, totals_of_cohorts
from certificates.issuing.rules import VALID
from certificates.issuing.showing import line_of
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import cohorts_run_by
from courses.cohorts.sections import hang_on_cohort
from lms.accounts.models import Person
from lms.accounts.roles import roles_of
from lms.home.navigation import NavItem, everyone, register
from lms.home.panels import Panel, hang_up
from lms.messages.backlog import waits
from lms.messages.sweepers import register_sweeper
from lms.organisations.permissions import chambers_of
from lms.organisations.sections import hang_on_record

register_sweeper("certificates", tasks.finish_copies)
register_sweeper("evidence", tasks.finish_evidence)
register_sweeper("what is kept for a time", tasks.forget)
register_sweeper("files to delete", tasks.delete_files)
register(NavItem(_("My certificates"), "my_certificates", {"participant"}, order=45))
register(NavItem(_("Chamber desk"), "chambers", {"chamber"}, order=45))
register(NavItem(_("Verify a certificate"), "verify", everyone, order=90))

NEWS = dt.timedelta(days=90)


@waits
def papers_not_printed(actor):
    """Certificates and confirmations whose PDF is still to be made."""
    unfinished = [Copy.State.WAITING, Copy.State.RUNNING, Copy.State.FAILED]
    count = Copy.objects.filter(certificate__cohort__in=cohorts_run_by(actor), state__in=unfinished).count()
    if count:
        yield ngettext(
            "%(count)d certificate or confirmation is not printed yet.",
            "%(count)d certificates and confirmations are not printed yet.",
            count,
        ) % {"count": count}


@hang_up
def my_papers(request, at):
    """A participant's certificates: new ones before all else, older ones beside what else is to be done."""
    person = getattr(request.user, "person_id", None)
    if person is None:
        return None
    held = Certificate.objects.filter(holding__enrolment__person=person).select_related("cohort__edition__programme")
    there = (Copy.State.DONE, Copy.State.PAPER)
    entries = [entry for entry in entries_of(held) if entry.status.word == VALID and entry.copy.state in there]
    if not entries:
        return None
    since = timezone.localdate(at) - NEWS
    new = any(one.certificate.issued_on >= since and one.copy.state == Copy.State.DONE for one in entries)
    context = {"lines": [line_of(entry) for entry in entries], "new": new}
    return Panel("certificates/issuing/panel_mine.html", context, order=2 if new else 25, wide=True)


@hang_up
def to_issue(request, at):
    """What the office can issue now."""
    if not {"office", "administrator"} & roles_of(request.user):
        return None
    found = finished_without_paper(cohorts_run_by(request.user), at)
    totals = [each for each in totals_of_cohorts(found, at) if each.needs_office]
    return Panel("certificates/issuing/panel_issue.html", {"totals": totals}, order=12) if totals else None


@hang_up
def to_release(request, at):
    """The lists that wait for a chamber."""
    if "chamber" not in roles_of(request.user):
        return None
    chambers = list(chambers_of(request.user))
    found = finished_without_paper(
        Cohort.objects.filter(edition__chamber__in=chambers, edition__chamber_certifies=True), at
    )
    totals = [each for each in totals_of_cohorts(found, at) if each.releasable]
    return Panel("certificates/issuing/panel_release.html", {"totals": totals, "chambers": chambers}, order=10)


@hang_on_cohort
def certificates_of_cohort(request, cohort, at):
    """The section of a cohort's page: how many papers are issued, can be issued, are being printed."""
    if not may_issue(request.user, cohort):
        return None
    return Panel(
        "certificates/issuing/section_cohort.html", {"totals": totals_of(cohort, at), "cohort": cohort}, order=80
    )


@hang_on_record
def papers_under_earlier_name(request, row):
    """The valid papers that were printed with another name than the one that was just entered."""
    if not isinstance(row, Person):
        return None
    others, offices = valid_under_earlier_name(row, request.user)
    if not others and not offices:
        return None
    return Panel("certificates/issuing/section_person.html", {"others": others, "other_offices": offices})
