"""How forms are drawn everywhere."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Django's forms in the house's own markup; both templates are in templates/components/."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
