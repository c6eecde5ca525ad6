"""The kinds of master data that the office keeps in the browser: how each is listed, searched and typed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Person
from lms.organisations import forms
from lms.organisations.models import Chamber, ClusterOffice, Company, Site


@dataclass(frozen=True)
class Kind:
    """One kind: `columns` are pairs of heading and function of the row; `parts` is a formset class or None."""

    key: str
    rows: Callable
    form: type
    title: str | Promise
    new: str | Promise
    columns: tuple = ()
    search: tuple = ("name__icontains",)
    parts: type | None = None
    parts_title: str | Promise = ""
    related: tuple = field(default=())

    def found(self, words):
        """Return the rows in which every word of `words` occurs."""
        rows = self.rows().select_related(*self.related) if self.related else self.rows()
        for word in words.split()[:8]:
            rows = rows.filter(_any(self.search, word))
        return rows


def _any(lookups, word):
    wanted = Q()
    for lookup in lookups:
        wanted |= Q(**{lookup: word})
    return wanted


TOWN = (_("Town"), lambda row: row.town)
KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "companies",
            Company.objects.all,
            forms.CompanyForm,
            _("Companies"),
            _("New company"),
            ((_("Code"), lambda row: row.code), TOWN, (_("E-mail for invoices"), lambda row: row.billing_email)),
            ("name__icontains", "code__icontains", "town__icontains"),
            forms.Memberships,
            _("Membership in the cluster"),
        ),
        Kind(
            "sites",
            Site.objects.all,
            forms.SiteForm,
            _("Sites"),
            _("New site"),
            (
                (_("Company"), lambda row: row.company or "–"),
                TOWN,
                (_("Visitors per group at most"), lambda row: "–" if row.max_visitors is None else row.max_visitors),
            ),
            ("name__icontains", "company__name__icontains", "town__icontains"),
            related=("company",),
        ),
        Kind(
            "people",
            Person.objects.filter(erased_at=None).all,
            forms.PersonForm,
            _("People"),
            _("New person"),
            ((_("E-mail"), lambda row: row.email),),
            ("family_name__icontains", "given_name__icontains", "email__icontains"),
            forms.Employments,
            _("Employment"),
        ),
        Kind(
            "chambers",
            Chamber.objects.all,
            forms.ChamberForm,
            _("Chambers"),
            _("New chamber"),
            ((_("Code"), lambda row: row.code), TOWN),
        ),
        Kind(
            "offices",
            ClusterOffice.objects.all,
            forms.ClusterOfficeForm,
            _("Cluster offices"),
            _("New cluster office"),
            ((_("Code"), lambda row: row.code), TOWN),
        ),
    )
}
