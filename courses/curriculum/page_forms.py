"""What the page editor checks beyond the fields: a page shows a programme in which its author teaches."""

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.curriculum.permissions import may_teach


class ProgrammePageForm(WagtailAdminPageForm):
    """A programme page cannot be turned towards somebody else's programme."""

    def clean(self):
        cleaned = super().clean()
        programme = cleaned.get("programme")
        if programme and "programme" in self.changed_data and not may_teach(self.for_user, programme):
            self.add_error("programme", _("Choose a programme in which you teach or which you run."))
        return cleaned


class SeminarPageForm(WagtailAdminPageForm):
    """A seminar page shows a seminar of the programme under whose page it stands."""

    def clean(self):
        cleaned = super().clean()
        seminar = cleaned.get("seminar")
        above = getattr(self.parent_page.specific, "programme_id", None) if self.parent_page else None
        if seminar and above and seminar.edition.programme_id != above:
            self.add_error("seminar", _("This seminar belongs to another programme than the page above."))
        return cleaned
