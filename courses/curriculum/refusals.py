"""Why an act on a programme or its curriculum is turned down."""

from django.utils.translation import gettext_lazy as _

from lms.lib.refusals import Refusal


class EditionIncomplete(Refusal):
    """The edition contradicts itself; `facts["faults"]` lists every contradiction as a sentence."""

    code = "edition_incomplete"

    def __init__(self, faults):
        super().__init__("\n".join(faults), faults=list(faults))


class EditionFrozen(Refusal):
    """A published edition no longer changes, because cohorts are run and certificates issued by it."""

    code = "edition_frozen"

    def __init__(self, edition):
        super().__init__(
            _("The edition %(edition)s is published and no longer changes. Copy it to a new edition and change that.")
            % {"edition": edition},
            edition=edition.pk,
        )
