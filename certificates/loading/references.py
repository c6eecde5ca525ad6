"""What a file names must stand in it, once: ids are unique and references point at something."""

from django.utils.translation import gettext as _

UNKNOWN = {
    "companies": lambda: _("unknown company “%(value)s”"),
    "lecturers": lambda: _("unknown lecturer “%(value)s”"),
    "participants": lambda: _("unknown participant “%(value)s”"),
    "programmes": lambda: _("unknown programme “%(value)s”"),
    "seminars": lambda: _("unknown seminar “%(value)s”"),
    "cohorts": lambda: _("unknown cohort “%(value)s”"),
    "sessions": lambda: _("unknown session “%(value)s”"),
    "certificates": lambda: _("unknown certificate “%(value)s”"),
}


class Index:
    """The records of a file by kind and id. Records whose id is wrong already are not in it."""

    def __init__(self, data, reading):
        self.data, self.reading = data, reading
        self.programmes = self._unique(data.get("programmes", ()), "code")
        self.seminars = {}
        for programme in data.get("programmes", ()):
            own = self._unique(programme.get("seminars", ()), "code")
            self.seminars[programme.get("code")] = own
        self.cohorts = self._unique(data.get("cohorts", ()), "id")
        self.cohort_of_session = {
            session["id"]: cohort
            for cohort in data.get("cohorts", ())
            for session in cohort.get("sessions", ())
            if "id" in session
        }
        self.sessions = self._unique(
            [session for cohort in data.get("cohorts", ()) for session in cohort.get("sessions", ())], "id"
        )
        self.companies = self._unique(data.get("companies", ()), "id")
        self.lecturers = self._unique(data.get("lecturers", ()), "id")
        self.participants = self._unique(data.get("participants", ()), "id")
        self.certificates = self._unique(data.get("certificates", ()), "number")
        self.successors = {}
        for certificate in data.get("certificates", ()):
            if certificate.get("replaces"):
                self.successors.setdefault(certificate["replaces"], []).append(certificate)
        self._unique([*data.get("lecturers", ()), *data.get("participants", ())], "id", known=True)
        self._unique([*data.get("lecturers", ()), *data.get("participants", ())], "email", fold=True)
        self.records = (data.get("attendance") or {}).get("records", ())

    def _unique(self, records, key, fold=False, known=False):
        """Return `records` by `key`; later ones with the same value are faults (unless known=True: told already)."""
        found = {}
        for record in records:
            value = record.get(key)
            if not value:
                continue
            value = value.casefold() if fold else value
            if value in found:
                if not (known and self._same_list(found[value], record)):
                    message = _("“%(value)s” stands already in line %(line)d")
                    facts = {"value": record[key], "line": found[value].place(key).line}
                    self.reading.fault(record.place(key), message % facts)
            else:
                found[value] = record
        return found

    @staticmethod
    def _same_list(one, other):
        return one.node.path.split("[")[0] == other.node.path.split("[")[0]

    def find(self, kind, record, key, among=None):
        """Return what `record[key]` points at; None if it is empty, already wrong, or unknown (then a fault)."""
        value = record.get(key)
        if value is None:
            return None
        found = (getattr(self, kind) if among is None else among).get(value)
        if found is None:
            self.reading.fault(record.place(key), UNKNOWN[kind]() % {"value": value})
        return found

    def seminars_of(self, cohort):
        """The seminars of the cohort's programme by code."""
        return self.seminars.get(cohort.get("programme"), {})


def check_references(index):
    """Add a fault for every reference that points nowhere."""
    for programme in index.data.get("programmes", ()):
        own = index.seminars.get(programme.get("code"), {})
        for seminar in programme.get("seminars", ()):
            index.find("lecturers", seminar, "lecturer")
            index.find("companies", seminar, "default_host")
        for instalment in (programme.get("price") or {}).get("instalments", ()):
            if instalment.get("due") != "booking":
                index.find("seminars", instalment, "due", among=own)
    for cohort in index.data.get("cohorts", ()):
        index.find("programmes", cohort, "programme")
        for session in cohort.get("sessions", ()):
            if cohort.get("programme") in index.programmes:
                index.find("seminars", session, "seminar", among=index.seminars_of(cohort))
            index.find("companies", session, "host")
            index.find("lecturers", session, "lecturer")
    for lecturer in index.data.get("lecturers", ()):
        index.find("companies", lecturer, "company")
    for participant in index.data.get("participants", ()):
        index.find("companies", participant, "company")
        index.find("cohorts", participant, "cohort")
        for employment in participant.get("employment_history", ()):
            index.find("companies", employment, "company")
    for record in index.records:
        index.find("participants", record, "participant")
        index.find("sessions", record, "session")
        index.find("sessions", record, "replaces")
    for certificate in index.data.get("certificates", ()):
        index.find("participants", certificate, "participant")
        index.find("cohorts", certificate, "cohort")
        index.find("certificates", certificate, "replaces")
