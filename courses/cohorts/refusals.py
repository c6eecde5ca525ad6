"""Why a plan is turned down."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.lib.refusals import Refusal


class GroupTooLarge(Refusal):
    """The edition allows fewer people."""

    code = "group_too_large"


class EditionNotPublished(Refusal):
    """A cohort is run by a published edition only."""

    code = "edition_not_published"

    def __init__(self):
        super().__init__(_("This edition is not published yet. Publish it first; a cohort keeps its edition for good."))


class CodeTaken(Refusal):
    """Codes of cohorts are unique."""

    code = "code_taken"

    def __init__(self):
        super().__init__(_("There is a cohort with this code already. Choose another code."))


class DatesWrong(Refusal):
    """The days do not fit the seminar or lie in the wrong order."""

    code = "dates_wrong"


@dataclass(frozen=True)
class NewDay:
    """A day of a cohort that would be another one then."""

    label: str
    was: dt.date
    then: dt.date

    def __str__(self):
        was, then = date_format(self.was, "DATE_FORMAT"), date_format(self.then, "DATE_FORMAT")
        return f"{self.label}: {was} → {then}."


class DatesDiffer(Refusal):
    """
    The cohort's own dates do not fit its sessions any more: they move along, or stay, once somebody says so.

    `question` and `situation` are sentences, `days` the NewDays, `consequences` more sentences.
    """

    code = "dates_differ"

    def __init__(self, question, situation, days, consequences):
        self.question, self.situation, self.days, self.consequences = question, situation, days, consequences
        super().__init__(" ".join([situation, *map(str, days), *consequences, question]))


class ChangedMeanwhile(Refusal):
    """
    Somebody else has changed what the asker had seen; nothing was written.

    `stored` are the values by name as they stand now, `changed` the names of those that the asker has not seen.
    """

    code = "changed_meanwhile"

    def __init__(self, message, stored, changed):
        self.stored, self.changed = stored, changed
        super().__init__(message)


class GroupTooSmall(Refusal):
    """The edition needs more people."""

    code = "group_too_small"


class AlreadyHeld(Refusal):
    """A session that took place is no longer moved."""

    code = "already_held"

    def __init__(self, message=None):
        super().__init__(
            message or _("This session has taken place. What was wrong is corrected on its attendance sheet.")
        )


class WrongState(Refusal):
    """The cohort is not in the state in which this is done."""

    code = "wrong_state"


class ReasonMissing(Refusal):
    """Whoever calls a cohort off says why, in a sentence that all concerned can read."""

    code = "reason_missing"


class NotFinished(Refusal):
    """Something remains to be done before the cohort is completed."""

    code = "not_finished"


class NotDecided(Refusal):
    """Something is to be decided before the cohort starts."""

    code = "not_decided"
