"""Kinds of fields that several rooms ask for."""

from django.utils.translation import gettext as _
from pydantic import StringConstraints

from lms.lib.nul import ONE_LINE


def Text(longest, *, empty=False):
    """A text of one line, spaces around it taken away; control characters (a NUL too) are refused."""
    return StringConstraints(
        strip_whitespace=True,
        max_length=longest,
        min_length=0 if empty else 1,
        pattern=ONE_LINE,
    )


def word_among(words):
    """Return a validator that lets only these words through."""

    def check(value):
        if value not in words:
            raise ValueError(_("Choose one of: %(words)s.") % {"words": ", ".join(words)})
        return value

    return check
