"""Why nothing is invoiced, credited or booked: a code, and a sentence to act on."""

from lms.lib.refusals import Refusal


class DataMissing(Refusal):
    """Something that must stand on an invoice was not entered; the sentence names it and where to enter it."""

    code = "invoice_data_missing"


class NothingDue(Refusal):
    """This instalment is not due, or has an invoice."""

    code = "nothing_due"


class AlreadyCredited(Refusal):
    """More seats than the invoice still stands for."""

    code = "already_credited"


class AlreadySettled(Refusal):
    """Somebody settled this in the meantime."""

    code = "already_settled"


class ThrownAway(Refusal):
    """This statement is no longer kept: another was read before it was booked."""

    code = "thrown_away"


class PaymentWrong(Refusal):
    """This amount cannot be recorded."""

    code = "payment_wrong"


class Doubtful(Refusal):
    """
    A payment that may be a slip: recorded once somebody says that it is so.

    `asks` is by which argument of the act they say it; `facts["confirm"]` is what they say by it, in words.
    """

    asks = ""


class MoreThanDue(Doubtful):
    """More came in than is open, or went back than was overpaid."""

    code = "more_than_due"
    asks = "beyond"


class BeforeInvoice(Doubtful):
    """The payment's day lies before the invoice's."""

    code = "payment_before_invoice"
    asks = "early"


class EnteredBefore(Doubtful):
    """The same amount of the same day stands there for this invoice."""

    code = "payment_entered_before"
    asks = "again"


class FileUnreadable(Refusal):
    """The statement cannot be read."""

    code = "bank_file_unreadable"


class NotMade(Refusal):
    """The PDF is not there yet."""

    code = "document_not_made"
    status = 503
