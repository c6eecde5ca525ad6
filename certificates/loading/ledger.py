"""What one load finds, makes and leaves alone: rows are looked up by their key, made if missing, never changed."""

from collections import Counter

from django.utils.translation import gettext as _


class Ledger:
    """The books of one load. Writers leave the rows of the file here by the file's own ids."""

    def __init__(self, data, index, *, at, clock, actor):
        self.data, self.index = data, index
        self.at, self.clock, self.actor = at, clock, actor
        self.made = Counter()
        self.faults = []
        self.differences = []
        self.office = self.chamber = None
        self.companies, self.sites, self.people = {}, {}, {}
        self.programmes, self.editions, self.seminars = {}, {}, {}
        self.cohorts, self.sessions, self.days, self.enrolments = {}, {}, {}, {}
        self.to_print = []

    def settle(self, model, rows, key, skip=()):
        """
        Make those of `rows` that are missing and return all of them, as they are in the database, in the same order.

        `rows` is a list of (place, unsaved instance), `key` the field names that tell rows apart. A row that is there
        stays as it is; where it differs in a field that is not in `skip`, that is noted at the place.
        """
        existing = self._existing(model, rows, key)
        fresh, result = [], []
        for place, row in rows:
            found = existing.get(_key(row, key))
            if found is None:
                fresh.append(row)
                existing[_key(row, key)] = row
            elif found.pk is not None:
                self._compare(place, found, row, {*key, *skip})
            result.append(found or row)
        model.objects.bulk_create(fresh)
        self.made[model._meta.label_lower] += len(fresh)
        return result

    def add(self, rows):
        """Make `rows` of one model: details of something that this load has just made."""
        rows = list(rows)
        if rows:
            type(rows[0]).objects.bulk_create(rows)
            self.made[type(rows[0])._meta.label_lower] += len(rows)
        return rows

    def is_new(self, row):
        """Whether this load made the row (rows from before carry the state that they were read in)."""
        return getattr(row, "_was_there", False) is False

    def fault(self, node, message):
        self.faults.append(node.fault(message))

    def _existing(self, model, rows, key):
        values = {getattr(row, key[0]) for _place, row in rows}
        found = model.objects.filter(**{f"{key[0]}__in": values}) if values else ()
        existing = {}
        for row in found:
            row._was_there = True
            existing[_key(row, key)] = row
        return existing

    def _compare(self, place, found, wanted, skip):
        different = [
            str(field.verbose_name)
            for field in type(found)._meta.concrete_fields
            if not field.primary_key
            and field.attname not in skip
            and field.name not in skip
            and getattr(found, field.attname) != getattr(wanted, field.attname)
        ]
        if different:
            message = _("already there, differs in: %(fields)s")
            self.differences.append(place.fault(message % {"fields": ", ".join(different)}))


def _key(row, key):
    return tuple(getattr(row, name) for name in key)
