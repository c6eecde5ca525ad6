"""Lines of attendance sheets and numbers of the register must agree with the people and sessions that they name."""

import re

from django.utils.translation import gettext as _

ABSENT = ("excused", "unexcused", "refused_entry", "open")
HOLDERS = ("certified", "revoked", "erased")


def check_record(record, index, seen):
    """A line of a sheet: once per person and session, with possible units, of a session that took place."""
    fault = index.reading.fault
    session = index.sessions.get(record.get("session"))
    person = index.participants.get(record.get("participant"))
    if session is None or person is None:
        return
    key = (record["participant"], record["session"])
    if key in seen:
        fault(record.node, _("a second line for this person in this session"))
    seen.add(key)
    units, status = record.get("ue_present"), record.get("status")
    if units is not None and "ue" in session and units > session["ue"]:
        message = _("%(said)d units of a session of %(found)d")
        fault(record.place("ue_present"), message % {"said": units, "found": session["ue"]})
    if status in ABSENT and units:
        fault(record.place("ue_present"), _("somebody who was away has no units"))
    if session.get("status") not in (None, "held"):
        fault(record.place("session"), _("the session has not been held"))
    if status in ("corrected", "made_up") and record.get("note") == "" and record.get("replaces") is None:
        fault(record.node, _("needs a note: why it was corrected, or what proves that it was made up"))
    if status == "made_up":
        made_up = ("made_up", record["participant"], session.get("seminar"))
        if made_up in seen:
            fault(record.node, _("this person has made up this seminar already"))
        seen.add(made_up)
    home = index.cohort_of_session[record["session"]].get("id")
    if record.get("replaces") is not None:
        check_guest(record, session, person, index)
    elif home is not None and person.get("cohort") not in (None, home):
        fault(record.place("session"), _("this person belongs to another cohort"))


def check_guest(record, session, person, index):
    """A guest makes up a seminar of the own cohort in the same seminar of another one."""
    fault = index.reading.fault
    missed = index.sessions.get(record["replaces"])
    if missed is None:
        return
    if record.get("status") not in (None, "made_up"):
        fault(record.place("replaces"), _("only what was made up replaces a session"))
    if missed.get("seminar") != session.get("seminar"):
        fault(record.place("replaces"), _("is a session of another seminar"))
    if index.cohort_of_session[record["replaces"]].get("id") != person.get("cohort"):
        fault(record.place("replaces"), _("is no session of this person's cohort"))


def check_certificate(certificate, index, prefix):
    """A number of the register: of the right form, with a holder who could get it, ended by what ends it."""
    fault = index.reading.fault
    number = certificate.get("number")
    if prefix and number and not re.fullmatch(re.escape(prefix) + r"-[12]\d{3}-(?!0000)(\d{4}|[1-9]\d{4,5})", number):
        message = _("must be of the form %(form)s")
        fault(certificate.place("number"), message % {"form": f"{prefix}-2027-0001"})
    person = index.participants.get(certificate.get("participant"), {})
    if person.get("cohort") and certificate.get("cohort") not in (None, person["cohort"]):
        fault(certificate.place("cohort"), _("this person belongs to another cohort"))
    if person.get("status") and person["status"] not in HOLDERS:
        fault(certificate.place("participant"), _("this person has not earned a certificate"))
    check_ending(certificate, index)
    for copy in certificate.get("duplicates", ()):
        if "issued" in copy and "issued" in certificate and copy["issued"] < certificate["issued"]:
            fault(copy.place("issued"), _("is before the certificate was issued"))


def check_ending(certificate, index):
    """Revoked has its date, replaced its successor, and the other way round."""
    fault = index.reading.fault
    status, number = certificate.get("status"), certificate.get("number")
    if status == "revoked" and "revoked_on" in certificate and certificate["revoked_on"] is None:
        fault(certificate.place("status"), _("revoked, but without revoked_on"))
    if status not in (None, "revoked") and certificate.get("revoked_on"):
        fault(certificate.place("revoked_on"), _("a date of revocation, but not revoked"))
    successors = index.successors.get(number, [])
    if status == "replaced" and not successors:
        fault(certificate.place("status"), _("replaced, but no certificate replaces it"))
    for successor in successors[1:]:
        fault(successor.place("replaces"), _("was replaced already"))
    if successors and status not in (None, "replaced"):
        fault(successors[0].place("replaces"), _("the certificate named here is not marked as replaced"))
    if certificate.get("replaces") is not None:
        before = index.certificates.get(certificate["replaces"], {})
        if certificate["replaces"] == number:
            fault(certificate.place("replaces"), _("replaces itself"))
        elif before.get("participant") and before["participant"] != certificate.get("participant"):
            fault(certificate.place("replaces"), _("is another person's certificate"))
        elif {"issued"} <= set(before) & set(certificate) and certificate["issued"] < before["issued"]:
            fault(certificate.place("issued"), _("is before the certificate that it replaces"))
