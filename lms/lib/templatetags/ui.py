"""Template tags of the interface; built in, no {% load %} needed."""

from django import template

register = template.Library()


@register.inclusion_tag("components/icon.html")
def icon(name, label=""):
    """Draw the icon `name` from the sprite; with `label` it speaks, without it is decoration."""
    return {"name": name, "label": label}
