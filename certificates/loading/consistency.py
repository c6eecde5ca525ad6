"""What a file says must agree with itself: sums, sizes, dates, who was where, which number replaces which."""

from collections import Counter

from django.utils.text import slugify
from django.utils.translation import gettext as _

from certificates.loading.consistency_of_papers import check_certificate, check_record

ON_A_CHAIR = ("active", "booked")
OUTCOMES = ("certified", "confirmation_only", "list_only", "revoked")


def check_consistency(index):
    """Add a fault for everything that contradicts something else in the file."""
    data, fault = index.data, index.reading.fault
    for programme in data.get("programmes", ()):
        check_totals(programme, fault)
        check_price(programme, fault)
        check_demands(programme, fault)
        check_chamber(programme, data.get("meta") or {}, fault)
    chamber = (data.get("meta") or {}).get("chamber") or {}
    if chamber.get("name") and not chamber.get("code") and not slugify(chamber["name"]):
        fault(chamber.place("name"), _("no code can be made of this name; write one beside it"))
    policies = data.get("policies") or {}
    once(policies.get("cancellation", ()), "until_days_before", _("two fees for the same day"), fault)
    people = {}
    for participant in data.get("participants", ()):
        check_participant(participant, index)
        people.setdefault(participant.get("cohort"), []).append(participant)
    for cohort in data.get("cohorts", ()):
        check_cohort(cohort, index)
        check_size(cohort, people.get(cohort.get("id"), []), index)
    seen = set()
    for record in index.records:
        check_record(record, index, seen)
    prefix = ((data.get("meta") or {}).get("cluster") or {}).get("certificate_prefix")
    for certificate in data.get("certificates", ()):
        check_certificate(certificate, index, prefix)


def once(records, key, message, fault):
    """Add a fault where a later record repeats the `key` of an earlier one."""
    seen = set()
    for record in records:
        if record.get(key) in seen:
            fault(record.place(key), message)
        elif record.get(key) is not None:
            seen.add(record[key])


def check_totals(programme, fault):
    """Teaching units of the seminars sum to the programme's totals."""
    seminars = programme.get("seminars", ())
    for unit, total in (("ue_presence", "ue_presence_total"), ("ue_online", "ue_online_total")):
        if total in programme and all(unit in seminar for seminar in seminars):
            found = sum(seminar[unit] for seminar in seminars)
            if found != programme[total]:
                message = _("says %(said)d, but the seminars sum to %(found)d")
                fault(programme.place(total), message % {"said": programme[total], "found": found})
    whole = programme.get("ue_total")
    if whole is not None and {"ue_presence_total", "ue_online_total"} <= set(programme):
        found = programme["ue_presence_total"] + programme["ue_online_total"]
        if whole != found:
            message = _("says %(said)d, but presence and online sum to %(found)d")
            fault(programme.place("ue_total"), message % {"said": whole, "found": found})
    if programme.get("ue_presence_total") == 0:
        fault(programme.place("ue_presence_total"), _("must be at least 1: attendance is a share of it"))


def check_price(programme, fault):
    """Instalments sum to the whole price and no point in time is named twice."""
    instalments = (programme.get("price") or {}).get("instalments", ())
    if instalments and all("percent" in one for one in instalments):
        found = sum(one["percent"] for one in instalments)
        if found != 100:
            place = programme["price"].place("instalments")
            fault(place, _("the instalments sum to %(found)s %%, not to 100 %%") % {"found": found})
    once(instalments, "due", _("two instalments are due at the same time"), fault)


def check_demands(programme, fault):
    """Group sizes are in order; no more knowledge checks are demanded than there are."""
    if programme.get("min_group_size", 0) > programme.get("max_group_size", 500):
        fault(programme.place("min_group_size"), _("is above max_group_size"))
    completion = programme.get("completion") or {}
    checks = sum(1 for seminar in programme.get("seminars", ()) if seminar.get("knowledge_check"))
    if completion.get("knowledge_checks_required", 0) > checks:
        place = completion.place("knowledge_checks_required")
        fault(place, _("demands more knowledge checks than the %(count)d that there are") % {"count": checks})
    for seminar in programme.get("seminars", ()):
        for question in (seminar.get("knowledge_check") or {}).get("questions", ()):
            check_question(question, fault)


def check_chamber(programme, meta, fault):
    """A chamber that certifies or verifies is named."""
    certificate = programme.get("certificate") or {}
    for key, wanted in (("issuer", "chamber"), ("chamber_verifies", True)):
        if certificate.get(key) == wanted and "chamber" in meta and meta["chamber"] is None:
            fault(certificate.place(key), _("this is left to a chamber, but meta names none"))


def check_question(question, fault):
    """A question can be answered: it has options of which some are right, or an answer of its kind."""
    kind = question.get("type")
    if kind in ("single", "multiple"):
        right = sum(1 for option in question.get("options", ()) if option.get("correct"))
        if right == 0 or (kind == "single" and right != 1):
            fault(question.place("options"), _("%(count)d options are marked as correct") % {"count": right})
        if any(not (option.get("de") or option.get("en")) for option in question.get("options", ())):
            fault(question.place("options"), _("an option has no text"))
    elif kind in ("true_false", "numeric"):
        answer = question.get("answer")
        if answer is None or isinstance(answer, bool) != (kind == "true_false"):
            fault(question.place("answer"), _("the answer does not fit the type of the question"))


def check_participant(participant, index):
    """Who pays is known, and how it ended fits the cohort."""
    fault = index.reading.fault
    cohort = index.cohorts.get(participant.get("cohort"), {})
    status, past = participant.get("status"), cohort.get("status") == "completed"
    if not cohort or not status:
        return
    if past and status in ON_A_CHAIR:
        fault(participant.place("status"), _("the cohort is completed: say how it ended"))
    if not past and status in OUTCOMES:
        fault(participant.place("status"), _("the cohort is not completed yet"))
    pays = participant.get("payer")
    if not past and pays == "company" and "company" in participant and participant["company"] is None:
        fault(participant.place("payer"), _("a company pays, but none is named"))
    if not past and pays == "none" and status != "erased":
        fault(participant.place("payer"), _("somebody must pay for a seat"))
    history = participant.get("employment_history", ())
    if history and history[-1].get("company") != participant.get("company") and history[-1].get("until") is None:
        fault(participant.place("employment_history"), _("ends at another company than the one named"))
    for earlier, later in zip(history, history[1:], strict=False):
        if not earlier.get("until") or not later.get("since") or earlier["until"] >= later["since"]:
            fault(later.node, _("begins before the employment above has ended"))
    for employment in history:
        if employment.get("since") and employment.get("until") and employment["until"] < employment["since"]:
            fault(employment.place("until"), _("is before since"))


def check_size(cohort, people, index):
    """Never more people on chairs than the group has; counts that the file states are true."""
    fault = index.reading.fault
    programme = index.programmes.get(cohort.get("programme"), {})
    limit = cohort.get("max_size") or programme.get("max_group_size")
    counts = Counter(person.get("status") for person in people)
    seated = sum(counts[status] for status in ON_A_CHAIR)
    if limit and cohort.get("status") != "completed" and seated > limit:
        message = _("%(count)d people in a group of %(limit)d")
        fault(cohort.place("max_size"), message % {"count": seated, "limit": limit})
    if limit and programme.get("max_group_size") and limit > programme["max_group_size"]:
        fault(cohort.place("max_size"), _("is above the programme's max_group_size"))
    for key, found in (("enrolled", seated), ("cancelled", counts["cancelled"])):
        if cohort.get(key) is not None and cohort[key] != found:
            message = _("says %(said)d, but the file has %(found)d")
            fault(cohort.place(key), message % {"said": cohort[key], "found": found})
    if cohort.get("participants_count") is not None and cohort["participants_count"] < len(people):
        message = _("says %(said)d, but the file has %(found)d")
        fault(
            cohort.place("participants_count"), message % {"said": cohort["participants_count"], "found": len(people)}
        )


def check_cohort(cohort, index):
    """Dates run forwards, each seminar is held once, sessions have the teaching units of their seminar."""
    fault = index.reading.fault
    if {"start", "end"} <= set(cohort) and cohort["end"] < cohort["start"]:
        fault(cohort.place("end"), _("is before start"))
    if cohort.get("certified_count") is not None and cohort["certified_count"] > (
        cohort.get("participants_count") if cohort.get("participants_count") is not None else 32_767
    ):
        fault(cohort.place("certified_count"), _("is above participants_count"))
    once(cohort.get("sessions", ()), "seminar", _("a second session of this seminar in this cohort"), fault)
    for session in cohort.get("sessions", ()):
        check_session(session, index.seminars_of(cohort).get(session.get("seminar"), {}), fault)


def check_session(session, seminar, fault):
    """One session by itself."""
    if {"start", "end"} <= set(session) and session["end"] <= session["start"]:
        fault(session.place("end"), _("is not after start"))
    if session.get("second_date") and session.get("date") and session["second_date"] <= session["date"]:
        fault(session.place("second_date"), _("is not after date"))
    if session.get("second_date") and session.get("ue") == 1:
        fault(session.place("ue"), _("one unit does not fill two days"))
    if {"ue"} <= set(session) and "ue_presence" in seminar and session["ue"] != seminar["ue_presence"]:
        message = _("says %(said)d, but the seminar has %(found)d")
        fault(session.place("ue"), message % {"said": session["ue"], "found": seminar["ue_presence"]})
