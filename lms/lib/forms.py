"""How forms are drawn everywhere, and known again when they are sent twice."""

import uuid

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Django's forms in the house's own markup; both templates are in templates/components/."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


def new_key():
    """Return a key for one form shown once: whoever sends it twice is not served twice."""
    return uuid.uuid4().hex
