"""The roles on companies, sites, chambers and in the office itself, and who gives them."""

from django.utils.translation import gettext_lazy as _

from lms.accounts.grants import office_group, office_holds
from lms.accounts.roles import name_role
from lms.accounts.staffing import Staffing, offer_role
from lms.home.navigation import NavItem, register
from lms.organisations.permissions import (
    BOOK_SEATS,
    HOST_GROUPS,
    KEEP,
    VERIFY,
    may_act_for,
    may_host_at,
    may_keep_records,
    may_verify_for,
)

office_holds(KEEP)
# Whoever runs one programme counts as office too, and keeps no master data.
name_role("keeper", asks=may_keep_records)
register(NavItem(_("Master data"), "master_data", {"keeper"}, order=60))

# Whoever does it may bring in a colleague; the office may for everybody.
offer_role(
    Staffing(
        "bookers",
        "organisations.Company",
        BOOK_SEATS,
        lambda actor, row: may_keep_records(actor) or may_act_for(actor, row),
        _("Who books for the company"),
        _("You may now book seats for %(row)s, name people for them and see what belongs to it."),
    )
)
offer_role(
    Staffing(
        "hosts",
        "organisations.Site",
        HOST_GROUPS,
        lambda actor, row: may_keep_records(actor) or may_host_at(actor, row),
        _("Who receives groups at the site"),
        _("You now receive groups at %(row)s: you see who comes when."),
    )
)
offer_role(
    Staffing(
        "verifiers",
        "organisations.Chamber",
        VERIFY,
        lambda actor, row: may_keep_records(actor) or may_verify_for(actor, row),
        _("Who verifies for the chamber"),
        _("You may now verify certificates and release lists for %(row)s."),
    )
)
offer_role(
    Staffing(
        "office",
        "organisations.ClusterOffice",
        None,
        lambda actor, row: may_keep_records(actor),
        _("Who works in the office"),
        _("You now work in the office of %(row)s: you run its programmes."),
        group=lambda row: office_group(),
    )
)
