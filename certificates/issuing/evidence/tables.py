"""What evidence is made of: tables of plain values with a key for machines and a label for people."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """`columns` are pairs of key and label; `rows` are dicts by key. `note` says what a reader must know of it."""

    key: str
    title: str
    columns: list
    rows: list = field(default_factory=list)
    note: str = ""

    def as_rows(self):
        """Return the head and the rows as lists of values, for a spreadsheet."""
        keys = [key for key, _label in self.columns]
        return [[str(label) for _key, label in self.columns], *([row.get(key) for key in keys] for row in self.rows)]


@dataclass(frozen=True)
class Evidence:
    """All tables of one cohort as they stood at `at`, in one language."""

    cohort: str
    programme: str
    office: str
    language: str
    at: object
    tables: list

    def as_json(self):
        """Return plain JSON types; keys are the same in every language."""
        keys = {table.key: table.rows for table in self.tables}
        return {
            "version": 1,
            "cohort": self.cohort,
            "programme": self.programme,
            "office": self.office,
            "as_of": self.at.isoformat(),
            **keys,
        }
