"""
The register: one row per number, one per copy of the paper, one per change of status. Rows are only added.

What speaks of the person stands apart (`CopyContent`), so that a name can be erased and the number stay checkable.
"""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.document.codes import in_groups
from lms.lib import making
from lms.lib.spelling import spelled


class Series(models.Model):
    """The numbers of one issuer in one year; counting up happens under this row's lock, so there are no gaps."""

    office = models.ForeignKey("organisations.ClusterOffice", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_series_per_year", fields=["office", "year"])]

    def __str__(self):
        return f"{self.office.certificate_prefix}-{self.year}"


class Release(models.Model):
    """
    The chamber that certifies released this enrolment's certificate for issue.

    An exception granted later needs another release: the chamber has not seen it yet.
    """

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="releases")
    chamber = models.ForeignKey("organisations.Chamber", on_delete=models.PROTECT, related_name="releases")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(_("released at"))

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self):
        return f"{self.enrolment_id}"


class Withholding(models.Model):
    """
    The chamber that certifies does not release this enrolment's certificate for now, and says why. Rows are only added.

    A release that is given later ends it.
    """

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="withholdings")
    chamber = models.ForeignKey("organisations.Chamber", on_delete=models.PROTECT, related_name="withholdings")
    reason = models.CharField(_("reason"), max_length=300)
    withheld_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withheld_at = models.DateTimeField(_("withheld at"))

    class Meta:
        verbose_name = _("withheld release")
        verbose_name_plural = _("withheld releases")
        ordering = ["withheld_at", "pk"]
        constraints = [models.CheckConstraint(name="withholding_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.enrolment_id}"


class ReleaseRequest(models.Model):
    """The office asked a chamber by letter to release a cohort's list: when, who, and to whom it wrote. Only added."""

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="release_requests")
    chamber = models.ForeignKey("organisations.Chamber", on_delete=models.PROTECT, related_name="release_requests")
    people = models.PositiveIntegerField(_("people"))
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))

    class Meta:
        verbose_name = _("request for release")
        verbose_name_plural = _("requests for release")
        ordering = ["asked_at", "pk"]

    def __str__(self):
        return f"{self.cohort_id} {self.asked_at}"


class ExceptionGranted(models.Model):
    """
    Somebody of the office answers for a certificate although something was missing. Rows are only added.

    `missing` is data, not words: one dict per condition with `kind`, `state` and the figures it rested on.
    """

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="exceptions")
    missing = models.JSONField(_("what was missing"))
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("granted at"))

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["granted_at", "pk"]
        constraints = [models.CheckConstraint(name="exception_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.enrolment_id}"

    @property
    def kinds(self):
        """The kinds of the conditions that it covers."""
        return {one["kind"] for one in self.missing}


class Certificate(models.Model):
    """One number of the register: what was issued, for which run of which programme, when. No name stands here."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("certificate")
        CONFIRMATION = "attendance_confirmation", _("attendance confirmation")
        TRANSCRIPT = "seminar_list", _("transcript of seminars")

    number = models.CharField(_("number"), max_length=40, unique=True)
    office = models.ForeignKey("organisations.ClusterOffice", on_delete=models.PROTECT, related_name="certificates")
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("running number"))
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices, default=Kind.CERTIFICATE)
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="certificates")
    issued_on = models.DateField(_("issued on"))
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-year", "-sequence"]
        constraints = [models.UniqueConstraint(name="number_given_once", fields=["office", "year", "sequence"])]

    def __str__(self):
        return self.number


class Holding(models.Model):
    """Whose certificate it is. This link is what an erasure removes."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="holding")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="holdings")

    class Meta:
        verbose_name = _("holder")
        verbose_name_plural = _("holders")

    def __str__(self):
        return f"{self.certificate_id}"


class Copy(models.Model):
    """
    One paper of a number: the original, or a replacement copy (Zweitschrift) with its own code and date of issue.

    `sha256` is the hash of the PDF as it was handed out, in hex; empty until the PDF is made.
    """

    class State(models.TextChoices):
        """How far the making of the PDF is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        PAPER = "paper", _("on paper only")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="copies")
    ordinal = models.PositiveSmallIntegerField(_("copy"), default=1)
    code = models.CharField(_("code"), max_length=16, unique=True)
    credential_id = models.UUIDField(default=uuid.uuid4, unique=True)
    language = models.CharField(_("language"), max_length=10, default="de")
    issued_on = models.DateField(_("issued on"))
    mark = models.CharField(_("mark"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = _("copy of a certificate")
        verbose_name_plural = _("copies of certificates")
        ordering = ["certificate", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="copies_are_numbered", fields=["certificate", "ordinal"]),
            models.CheckConstraint(name="finished_copy_has_hash", condition=~Q(state="done") | ~Q(sha256="")),
        ]
        indexes = [
            models.Index(name="copies_due", fields=["not_before"], condition=Q(state__in=["waiting", "running"]))
        ]

    def __str__(self):
        return f"{self.certificate} #{self.ordinal}"

    @property
    def code_in_groups(self):
        """The code as the paper prints it."""
        return in_groups(self.code)


def private_storage():
    """Where certificates lie: never below MEDIA_URL."""
    return storages["private"]


class CopyContent(models.Model):
    """What a copy says about its person: the frozen data and the PDF made from them. An erasure removes this row."""

    copy = models.OneToOneField(Copy, on_delete=models.PROTECT, related_name="content")
    snapshot = models.JSONField(_("data as printed"))
    pdf = models.FileField(_("PDF"), storage=private_storage, upload_to="certificates/%Y/", blank=True)
    # The signed credential.json, letter for letter as it is embedded in the PDF.
    credential = models.TextField(_("credential"), blank=True)
    # The printed name, every word in all its spellings, each behind a space: what a search looks in.
    spelled = models.TextField(_("name to be found by"), blank=True)

    class Meta:
        verbose_name = _("content of a copy")
        verbose_name_plural = _("contents of copies")

    def __str__(self):
        return f"{self.copy_id}"

    @classmethod
    def of(cls, copy, record):
        """Return the content, not saved yet, of a copy that says what this DocumentRecord says."""
        return cls(copy=copy, snapshot=record.to_json(), spelled=spelled(record.name))


class Proof(models.Model):
    """
    By what machines know a copy: its place in the status lists and the hash of what was sealed. No word of the person.

    `signed_sha256` is the hash, in hex, of the bytes that the seal covers: it is the same for every later revision of
    the file. `sealed_with` is the SHA-256 of the seal's certificate. Both are empty until the PDF is made.
    """

    copy = models.OneToOneField(Copy, on_delete=models.PROTECT, related_name="proof")
    status_list = models.PositiveSmallIntegerField(default=1)
    status_index = models.PositiveIntegerField()
    signed_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    sealed_with = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("proof of a copy")
        verbose_name_plural = _("proofs of copies")
        constraints = [models.UniqueConstraint(name="place_given_once", fields=["status_list", "status_index"])]

    def __str__(self):
        return f"{self.copy_id}"


class StatusChange(models.Model):
    """A copy or a whole number stops being valid. The latest row counts; the reason is never public."""

    class Status(models.TextChoices):
        REPLACED = "replaced", _("replaced")
        REVOKED = "revoked", _("revoked")
        # For a time: the latest of these two counts, as long as nothing ended the number.
        SUSPENDED = "suspended", _("suspended")
        RESUMED = "resumed", _("valid again")
        NAME_ERASED = "name_erased", _("name erased")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="status_changes")
    # None: the whole number.
    copy = models.ForeignKey(Copy, null=True, blank=True, on_delete=models.PROTECT, related_name="status_changes")
    status = models.CharField(_("status"), max_length=20, choices=Status.choices)
    on = models.DateField(_("on"))
    internal_reason = models.CharField(_("reason (internal)"), max_length=300, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="number_ends_once",
                fields=["certificate"],
                condition=Q(copy__isnull=True, status__in=["replaced", "revoked"]),
            ),
            models.UniqueConstraint(name="copy_ends_once", fields=["copy"], condition=Q(copy__isnull=False)),
        ]

    def __str__(self):
        return f"{self.certificate}: {self.status}"


class NameErasure(models.Model):
    """
    This enrolment's certificate no longer says whose it is. Which number that was is not recorded,
    nor when: the moment would lead to the number's change of status.

    Without the row, the next press on "issue" would find an earned certificate and nothing issued.
    """

    enrolment = models.OneToOneField("courses.Enrolment", on_delete=models.PROTECT, related_name="name_erasure")

    class Meta:
        verbose_name = _("erasure of a name")
        verbose_name_plural = _("erasures of names")

    def __str__(self):
        return f"{self.enrolment_id}"


class FileToDelete(models.Model):
    """A stored file that nobody may read any more; the row goes when the file is gone, however long that takes."""

    name = models.CharField(max_length=200)
    not_before = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("file to delete")
        verbose_name_plural = _("files to delete")

    def __str__(self):
        return self.name


class ShareLink(models.Model):
    """
    A link by which a holder shows others one certificate for a time.

    Of its secret the hash is kept, and the last letters, by which its holder tells it from others. Some time after its
    end the row is deleted with its visits; see sharing.py.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="share_links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    ending = models.CharField(_("last letters"), max_length=4, blank=True)
    note = models.CharField(_("note to yourself"), max_length=80, blank=True)
    with_pdf = models.BooleanField(_("with the PDF"), default=False)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.pk}"

    def is_open(self, at):
        """Whether it still shows something at the moment `at`."""
        return self.ended_at is None and at < self.expires_at


class ShareVisit(models.Model):
    """How often a link was followed within one hour: when and how often, never from where or by whom."""

    class What(models.TextChoices):
        PAGE = "page", _("page")
        PDF = "pdf", _("PDF")

    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="visits")
    hour = models.DateTimeField(_("hour"))
    what = models.CharField(_("what"), max_length=4, choices=What.choices)
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-hour", "what"]
        constraints = [models.UniqueConstraint(name="visits_counted_by_hour", fields=["link", "hour", "what"])]

    def __str__(self):
        return f"{self.link_id} {self.hour}"


class EvidenceBundle(models.Model):
    """The evidence of a cohort as one ZIP and one PDF; files and row are deleted after a while."""

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="evidence_bundles")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for at"))
    language = models.CharField(_("language"), max_length=10, default="de")
    state = models.CharField(_("state"), max_length=10, choices=making.State.choices, default=making.State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    zip = models.FileField("ZIP", storage=private_storage, blank=True)
    pdf = models.FileField("PDF", storage=private_storage, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("evidence bundle")
        verbose_name_plural = _("evidence bundles")
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return f"{self.cohort_id} {self.asked_at}"
