"""The form of a template: a draft may be anything, what is published must be printable."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from certificates.issuing.design.checking import faults_of
from certificates.issuing.design.models import TAKEN, PaperDesign
from lms.lib.refusals import Refusal

PUBLISH = "action-publish"


class PaperDesignForm(WagtailAdminModelForm):
    """Refuses to publish what would cut text, miss a glyph or lack a required statement, and says which."""

    tried = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("logo", "second_logo", "seal_picture"):
            self.fields[name].queryset = pictures_for(self.for_user, getattr(self.instance, f"{name}_id"))

    def is_valid(self):
        if not super().is_valid():
            return False
        if PUBLISH in self.data and not self.tried:
            self.tried = True
            for fault in self._faults():
                self.add_error(None, fault)
        return not self.errors

    def refuse_if_taken(self):
        """Say that a template of this kind is there already, if one has come since this was validated."""
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error)

    def taken_by(self):
        """Return the template that was there already, for which this one was refused; None if it was not."""
        refused = self.has_error(NON_FIELD_ERRORS, TAKEN)
        return PaperDesign.objects.in_place_of(self.instance).first() if refused else None

    def _faults(self):
        # What is tried is what would be saved, signatories included; nothing of it is saved here.
        try:
            return faults_of(self.save(commit=False))
        except Refusal as refusal:
            return [str(refusal)]


def pictures_for(user, chosen=None):
    """The pictures that `user` may choose from, with the one that was chosen already by whoever it was."""
    model = get_image_model()
    own = policy_registry.get_by_type(model).instances_user_has_permission_for(user, "choose")
    return model.objects.filter(Q(pk__in=own.values("pk")) | Q(pk=chosen))
