"""Why something about attendance is turned down."""

from django.utils.translation import gettext_lazy as _

from lms.lib.refusals import Refusal


class SheetNotDue(Refusal):
    """The session, or that day of it, has not come yet."""

    code = "sheet_not_due"


class SessionCancelled(Refusal):
    """A session that does not take place has no sheet."""

    code = "session_cancelled"


class SheetClosed(Refusal):
    """The sheet is closed: only a correction with a reason is possible."""

    code = "sheet_closed"


class SheetOpen(Refusal):
    """The sheet is still open: what is wrong is simply entered anew."""

    code = "sheet_open"


class SheetChanged(Refusal):
    """
    Somebody else has entered something in the meantime, and the two do not agree. Nothing was written.

    `clashes` maps (day, enrolment) to the Mark as it stands now.
    """

    code = "sheet_changed"

    def __init__(self, clashes):
        super().__init__(
            _(
                "Somebody else has changed the list in the meantime. Nothing was overwritten. "
                "Look at the marked lines and save again if your entry shall count."
            )
        )
        self.clashes = clashes


class UnknownLine(Refusal):
    """The list names a person or a day that is not on it."""

    code = "unknown_line"
    status = 400


class LineUnreadable(Refusal):
    """Lines that mean nothing; `faults` maps (day, enrolment) to a sentence."""

    code = "line_unreadable"
    status = 400

    def __init__(self, faults):
        super().__init__(_("Nothing was saved. Look at the marked lines."))
        self.faults = faults


class UnsignedLeft(Refusal):
    """Lines without signature are left that nobody has confirmed; `lines` are theirs."""

    code = "unsigned_left"

    def __init__(self, lines):
        names = ", ".join(dict.fromkeys(line.name for line in lines))
        super().__init__(
            _("Not signed: %(names)s. Without signature 0 UE count. Confirm that, or enter them.") % {"names": names}
        )
        self.lines = lines


class NothingToCorrect(Refusal):
    """The correction lacks its reason, or changes nothing."""

    code = "nothing_to_correct"
    status = 400


class MakeUpNotPossible(Refusal):
    """A seminar cannot be made up like this; the code says why."""

    def __init__(self, code, message, **facts):
        super().__init__(message, **facts)
        self.code = code


class ReminderNotPossible(Refusal):
    """There is nobody to remind, or nothing to remind of."""

    code = "reminder_not_possible"
