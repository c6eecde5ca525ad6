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


class NameChanged(Refusal):
    """The paper says another given name than the person bears today; a copy would print that once more."""

    code = "name_changed"


class DataMissing(Refusal):
    """What the paper must say about the person is not known."""

    code = "data_missing"


class ReasonMissing(Refusal):
    """The register wants to know why."""

    code = "reason_missing"


class ReasonNames(Refusal):
    """A reason names the person; it could not be erased with the name."""

    code = "reason_names"


class PrefixOfAnother(Refusal):
    """Another office's numbers begin with this prefix."""

    code = "prefix_of_another"


class DesignFault(Refusal):
    """A template of papers cannot be published as it is."""

    code = "design_fault"


class NumberSuspended(Refusal):
    """The number is suspended; it must be valid again, or be revoked, before something else happens to it."""

    code = "number_suspended"


class NotSuspended(Refusal):
    """The number is not suspended, so nothing can be lifted."""

    code = "not_suspended"


class NothingToExcept(Refusal):
    """Nothing is missing that an exception could make up for, or it is not settled yet."""

    code = "nothing_to_except"


class NothingAttended(Refusal):
    """No attended seminar is recorded for this person, so there is nothing to list."""

    code = "nothing_attended"


class ListIsCurrent(Refusal):
    """The person holds a valid list that says the same."""

    code = "list_is_current"


class NobodyToAsk(Refusal):
    """There is nothing to release, or nobody who could."""

    code = "nobody_to_ask"


class LinkOver(Refusal):
    """This link has expired or was ended; its form was sent once more."""

    code = "link_over"


class TooManyLinks(Refusal):
    """More links to one certificate than anybody can keep an eye on."""

    code = "too_many_links"


class CopiedMeanwhile(Refusal):
    """Since the form was opened a replacement copy was made out: sent twice, or by somebody else."""

    code = "copied_meanwhile"


class ReleaseMissing(Refusal):
    """The chamber that certifies has not released this person's certificate as it would be now."""

    code = "release_missing"


class AskedAlready(Refusal):
    """The chamber was asked for the release since the page was shown."""

    code = "asked_already"
