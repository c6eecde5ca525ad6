"""People and how they sign in. A person may exist without an account: somebody booked them."""

import secrets
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin


class Person(models.Model):
    """Somebody who learns, teaches or receives a group. Names are kept letter for letter, in any script."""

    reference = models.CharField(
        _("reference"),
        max_length=40,
        unique=True,
        null=True,
        blank=True,
        help_text=_("Key in the system it came from."),
    )
    given_name = models.CharField(_("given name"), max_length=150, blank=True)
    family_name = models.CharField(_("family name"), max_length=150)
    academic_title = models.CharField(_("academic title"), max_length=40, blank=True)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    place_of_birth = models.CharField(_("place of birth"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="de")
    profile = models.JSONField(_("profile"), default=dict, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_email",
                condition=~Q(email=""),
                violation_error_message=_("A person with this e-mail exists."),
            ),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        """Title, given and family name as on a certificate; for an erased person a placeholder."""
        if self.erased_at:
            return str(_("name erased"))
        return " ".join(part for part in (self.academic_title, self.given_name, self.family_name) if part)


class UserManager(DjangoUserManager):
    """Users are made and found by e-mail; there is no user name."""

    def _create_user_object(self, email, password, **extra):
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        return user

    def create_user(self, email, password=None, **extra):
        """Make and save an ordinary user."""
        user = self._create_user_object(email, password, **{"is_staff": False, "is_superuser": False, **extra})
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **extra):
        """Make and save an administrator."""
        return self.create_user(email, password, **{**extra, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(GuardianUserMixin, AbstractUser):
    """An account, known by e-mail. What it may do follows from grants to its groups, never from a role column."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=10, default="de")
    person = models.OneToOneField(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="user"
    )

    objects = UserManager()  # type: ignore[misc]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]

    def __str__(self):
        return self.get_full_name() or self.email


def new_feed_token():
    """Return a word that nobody guesses (192 bits) for the address of a calendar feed."""
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """The secret address under which a calendar program reads somebody's sessions; a new token closes the old one."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=64, unique=True, default=new_feed_token)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self):
        return str(self.user_id)


class ApiToken(models.Model):
    """
    A secret word by which a program acts as the user. Only its digest is kept: whoever reads this table has nothing.

    The word is long and random, so a plain SHA-256 is enough; its `start` lets its owner tell one from another.
    """

    # "api_tokens" is the name of Wagtail's own.
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="lehrgang_tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(_("starts with"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("created at"))
    # Kept to some minutes, so that not every request writes.
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.name} ({self.start}…)"
