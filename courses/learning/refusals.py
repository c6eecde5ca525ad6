"""Why an act of learning is turned down."""

from lms.lib.refusals import Refusal


class TakesNoPart(Refusal):
    """Only who takes part ticks lessons off."""

    code = "takes_no_part"
    status = 403
