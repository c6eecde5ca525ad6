"""Template tags and filters of the interface; built in, no {% load %} needed. Each stands alone on /styleguide/."""

import re
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import get_language

from lms.lib import figures, room_plan

register = template.Library()

CHIP_ICONS = {
    "done": "check",
    "next": "next",
    "wait": "warn",
    "stop": "cross",
    "open": "half",
    "lock": "lock",
}

register.filter("percent", figures.percent)
register.filter("ue", figures.teaching_units)
register.filter("euro", figures.euro)
register.filter("heat_kind", figures.heat_kind)


@register.filter
def dial(number):
    """Write a telephone number as a link dials it: digits and a leading plus, without the "(0)" of "+49 (0) 921"."""
    bare = number.strip()
    if bare.startswith("+"):
        return "+" + re.sub(r"\D", "", bare.replace("(0)", ""))
    return re.sub(r"\D", "", bare)


@register.simple_tag
def icon(name, label="", css=""):
    """Draw the icon `name` from the sprite; with `label` it speaks, without it is decoration."""
    # A function, not a template: a roll call draws some hundred of them.
    use = f"{static('lms/icons.svg')}#i-{name}"
    classes = f"icon {css}" if css else "icon"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>',
            classes,
            label,
            use,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
        classes,
        use,
    )


@register.simple_tag
def chip(kind, word, icon_name="", box=False):
    """Draw a state as sign and word. `kind`: done, next, wait, stop, open, lock or "" (then name an icon)."""
    css = f"chip chip--{kind}" if kind else "chip"
    sign = icon(icon_name or CHIP_ICONS.get(kind, "info"))
    return format_html('<span class="{}{}">{}{}</span>', css, " chip--box" if box else "", sign, word)


@register.simple_block_tag
def table_scroll(content, label):
    """Let a wide table scroll inside itself; `label` names the region for screen readers."""
    return format_html(
        '<div class="table-scroll" tabindex="0" role="region" aria-label="{}">{}</div>',
        label,
        content,
    )


@register.simple_tag
def chairs(seats):
    """
    Draw a room in plan: one chair per seat, around a table open at the front.

    `seats` are dicts of number and state ("taken", "held", "free", "yours", "chosen", "out").
    """
    return _room(tuple((seat["number"], seat["state"]) for seat in seats), get_language())


@lru_cache(maxsize=128)
def _room(seats, language):
    # While a cohort fills up, the same few rooms are drawn for everybody.
    plan = room_plan.plan([{"number": number, "state": state} for number, state in seats])
    return render_to_string("components/chairs.html", plan)


@register.inclusion_tag("components/gauge.html")
def gauge(label, total, now, can=0, lost=0, threshold=None):
    """
    Draw shares of a whole as a bar: reached, still possible, lost; `threshold` (share of 1) as a mark.

    All in the same unit (teaching units, pages); `label` says it in words, for it is a picture.
    """
    widths = [figures.css_percent(part, total) if part else "" for part in (now, can, lost)]
    # What a template leaves out arrives as "".
    threshold = None if threshold == "" else threshold
    mark = None if threshold is None else figures.css_percent(threshold, 1)
    return {
        "label": label,
        "now": widths[0],
        "can": widths[1],
        "lost": widths[2],
        "mark": mark,
        "threshold": threshold,
    }


@register.inclusion_tag("components/steps.html")
def steps(label, done, needed, offered=None):
    """Draw a count as fields: `done` filled, up to `needed` empty, up to `offered` dashed."""
    offered = max(offered or needed, needed, done)
    kinds = ["is-on" if n < done else "" if n < needed else "is-extra" for n in range(offered)]
    return {"label": label, "kinds": kinds}


@register.filter
def weekday_short(value):
    """Return the weekday in two or three letters in the language of the page; nothing for no date."""
    return formats.date_format(value, "D").rstrip(".") if value else ""


@register.filter
def day(value):
    """Return weekday and date as the reader's language writes them: "Do 21. Januar 2027"."""
    return f"{weekday_short(value)}\u00a0{formats.date_format(value, 'DATE_FORMAT')}" if value else ""


@register.filter
def has_errors(fields):
    """Tell whether one of these bound fields has an error."""
    return any(field.errors for field in fields)


@register.filter
def faulty_fields(form):
    """Return the bound fields of a form that have errors, in their order; only these are bound."""
    return [form[name] for name in form.fields if name in form.errors]


@register.simple_tag
def fault_count(form, also):
    """Return how many fields of a form have errors, and how many others `also` (a list, or nothing)."""
    return len(form.errors) + len(also or ())


@register.simple_tag(takes_context=True)
def draw_panel(context, panel):
    """Draw a `lms.home.panels.Panel`: its template sees the panel's context by name, and the panel as `panel`."""
    found = context.template.engine.get_template(panel.template)
    with context.push(panel=panel, **panel.context):
        return found.render(context)
