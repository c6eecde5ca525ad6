"""Template tags and filters of the interface; built in, no {% load %} needed."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def icon(name, label="", css=""):
    """Draw the icon `name` from the sprite; with `label` it speaks, without it is decoration."""
    # A function, not a template: a roll call draws some hundred of them.
    use = f"{static('lms/icons.svg')}#i-{name}"
    classes = f"icon {css}" if css else "icon"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, use)
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', classes, use)


@register.filter
def has_errors(fields):
    """Tell whether one of these bound fields has an error."""
    return any(field.errors for field in fields)


@register.simple_tag(takes_context=True)
def draw_panel(context, panel):
    """Draw a `lms.home.panels.Panel`: its template sees the panel's context by name, and the panel as `panel`."""
    template_ = context.template.engine.get_template(panel.template)
    with context.push(panel=panel, **panel.context):
        return template_.render(context)
