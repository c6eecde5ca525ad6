"""Why master data are not saved."""

from django.utils.translation import gettext_lazy as _

from lms.lib.refusals import Refusal


class TakenMeanwhile(Refusal):
    """Somebody saved the same code, name or e-mail a moment ago."""

    code = "taken_meanwhile"

    def __init__(self):
        super().__init__(_("Somebody has saved the same code, name or e-mail in the meantime. Choose another."))
