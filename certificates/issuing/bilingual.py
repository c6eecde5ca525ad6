"""Papers in two languages on one sheet: the record in German, and the same one in English beside it."""

from dataclasses import replace

from certificates.document.record import BOTH
from certificates.issuing.snapshot import Template

LANGUAGES = ("de", "en")


class BothTemplate:
    """What all papers of one cohort in two languages have in common; used as a Template is."""

    def __init__(self, cohort):
        self.german, self.english = (Template(cohort, language) for language in LANGUAGES)

    def record_for(self, *about):
        """Return the DocumentRecord of a person, with its translation. Raises DocumentFault."""
        translation = self.english.record_for(*about)
        return replace(self.german.record_for(*about), language=BOTH, translation=translation)


def template_of(cohort, language):
    """Return the template of a cohort's papers in a language, or in both."""
    return BothTemplate(cohort) if language == BOTH else Template(cohort, language)
