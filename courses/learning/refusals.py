"""Why an act of learning is turned down."""

from lms.lib.refusals import Refusal


class TakesNoPart(Refusal):
    """Only who takes part ticks lessons off."""

    code = "takes_no_part"
    status = 403


class ResultNotPossible(Refusal):
    """The result contradicts what is known: passed already, no attempt left, not in the cohort."""

    code = "result_not_possible"
