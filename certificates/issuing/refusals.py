"""Why nothing is issued, replaced, revoked or released."""

from lms.lib.refusals import Refusal


class NotYourList(Refusal):
    """This chamber does not certify this cohort, so there is nothing for it to release."""

    code = "not_your_list"


class NotEarned(Refusal):
    """Somebody on the list has not earned a certificate."""

    code = "not_earned"


class LanguageNotOffered(Refusal):
    """The edition does not offer its certificate in this language."""

    code = "language_not_offered"


class NumberEnded(Refusal):
    """The number was replaced or revoked already; nothing more can happen to it."""

    code = "number_ended"


class NameIsErased(Refusal):
    """The name of this number was erased; nothing can be printed for it any more."""

    code = "name_erased"


class DataMissing(Refusal):
    """What the paper must say about the person is not known."""

    code = "data_missing"


class ReasonMissing(Refusal):
    """The register wants to know why."""

    code = "reason_missing"


class DesignFault(Refusal):
    """A template of papers cannot be published as it is."""

    code = "design_fault"
