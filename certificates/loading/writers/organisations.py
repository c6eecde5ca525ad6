"""The cluster's office, the chamber, companies with their membership and the site at which they receive groups."""

from django.utils.text import slugify

from lms.lib.translated import Translated
from lms.organisations.billing import InvoiceAddress, Seller
from lms.organisations.models import Chamber, ClusterOffice, Company, Membership, Site

# What the file does not tell, so that what the office entered is no contradiction.
SELLER = [field.name for field in Seller._meta.fields]
INVOICE_ADDRESS = ["buyer_reference", *(field.name for field in InvoiceAddress._meta.fields)]
ADDRESS = ("street", "postal_code", "town", "region")


def write_organisations(ledger):
    """Leave `office`, `chamber`, `companies` and `sites` in the ledger."""
    meta = ledger.data["meta"]
    cluster, chamber = meta["cluster"], meta["chamber"]
    office = ClusterOffice(
        code=cluster["code"] or slugify(cluster["certificate_prefix"]),
        **{key: cluster[key] for key in ("name", "certificate_prefix", "email", "phone", *ADDRESS)},
    )
    [ledger.office] = ledger.settle(
        ClusterOffice, [(cluster.node, office)], ("certificate_prefix",), skip=("code", "land", "days_off", *SELLER)
    )
    if chamber:
        row = Chamber(
            code=chamber["code"] or slugify(chamber["name"])[:40], **{key: chamber[key] for key in ("name", *ADDRESS)}
        )
        [ledger.chamber] = ledger.settle(Chamber, [(chamber.node, row)], ("code",))
    records = ledger.data["companies"]
    companies = ledger.settle(
        Company, [(record.node, company_of(record)) for record in records], ("code",), skip=INVOICE_ADDRESS
    )
    ledger.companies = {company.code: company for company in companies}
    sites = [(record.node, site_of(record, ledger.companies[record["id"]])) for record in records]
    ledger.sites = {
        record["id"]: site
        for record, site in zip(
            records, ledger.settle(Site, sites, ("company_id", "name"), skip=("arrival",)), strict=True
        )
    }
    # Membership changes in the course of time: only what comes new starts as the file says.
    ledger.add(
        Membership(company=ledger.companies[record["id"]], office=ledger.office)
        for record in records
        if record["member"] and ledger.is_new(ledger.companies[record["id"]])
    )


def company_of(record):
    """A Company as the file describes it; what it may see of its people is agreed later."""
    billing = record["billing"] or {}
    return Company(
        code=record["id"],
        name=record["name"],
        **{key: record[key] for key in ADDRESS},
        business=record["business"] or Translated(),
        employees=record["employees"],
        works_council=record["works_council"],
        billing_email=billing.get("email", ""),
        invoice_format=billing.get("invoice_format", ""),
        purchase_order_required=billing.get("purchase_order_required", False),
        vat_id=billing.get("vat_id", ""),
        apprenticeships=dict(record["apprenticeships"] or {}),
    )


def site_of(record, company):
    """The company's one site, with its rules for visitors. Without any it receives nobody."""
    hosting = record["hosting"] or {}
    return Site(
        company=company,
        name=record["name"],
        **{key: record[key] for key in ADDRESS},
        latitude=record["lat"],
        longitude=record["lon"],
        can_host=hosting.get("can_host", False),
        max_visitors=hosting.get("max_visitors"),
        photo_ban=hosting.get("photo_ban", False),
        nda_required=hosting.get("nda_required", False),
        safety_briefing_valid_months=hosting.get("safety_briefing_valid_months"),
        protective_equipment=list(hosting.get("protective_equipment", ())),
    )
