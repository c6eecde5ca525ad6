"""Letters as text templates: the first line is the subject, the rest the text, in the reader's language."""

from django.template import Context
from django.template.loader import get_template
from django.utils import translation


def compose(template, language, **context):
    """
    Return (subject, body) of the letter `template` ("letters/booking/invitation.txt") in `language`.

    Plain text: nothing is escaped. Empty lines that template tags leave behind become one.
    """
    with translation.override(language):
        text = get_template(template).template.render(Context(context, autoescape=False))
    subject, _newline, body = text.strip().partition("\n")
    lines = [line.rstrip() for line in body.strip().splitlines()]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return subject.strip(), "\n".join(kept) + "\n"
