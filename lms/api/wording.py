"""What is wrong with a field, in the asker's language: pydantic itself speaks English only."""

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

SENTENCES = {
    "missing": gettext_noop("This is missing."),
    "extra_forbidden": gettext_noop("There is no such field."),
    "string_type": gettext_noop("This must be a text."),
    "string_unicode": gettext_noop("This must be a text."),
    "string_too_long": gettext_noop("At most %(max_length)s characters."),
    "string_too_short": gettext_noop("This must not be empty."),
    "string_pattern_mismatch": gettext_noop("This has characters in it that are not allowed here."),
    "int_type": gettext_noop("This must be a whole number."),
    "int_parsing": gettext_noop("This must be a whole number."),
    "int_parsing_size": gettext_noop("This number is too large."),
    "int_from_float": gettext_noop("This must be a whole number."),
    "float_type": gettext_noop("This must be a number."),
    "float_parsing": gettext_noop("This must be a number."),
    "finite_number": gettext_noop("This must be a number."),
    "greater_than": gettext_noop("Enter more than %(gt)s."),
    "less_than": gettext_noop("Enter less than %(lt)s."),
    "greater_than_equal": gettext_noop("Enter %(ge)s or more."),
    "less_than_equal": gettext_noop("Enter %(le)s or less."),
    "bool_type": gettext_noop("This must be true or false."),
    "bool_parsing": gettext_noop("This must be true or false."),
    "list_type": gettext_noop("This must be a list."),
    "too_long": gettext_noop("At most %(max_length)s entries."),
    "too_short": gettext_noop("At least %(min_length)s."),
    "dict_type": gettext_noop("This must be an object with fields."),
    "literal_error": gettext_noop("Choose one of: %(expected)s."),
    "enum": gettext_noop("Choose one of: %(expected)s."),
    "model_type": gettext_noop("This must be an object with fields."),
    "model_attributes_type": gettext_noop("This must be an object with fields."),
    "date_type": gettext_noop("This must be a date such as 1990-04-05."),
    "date_parsing": gettext_noop("This must be a date such as 1990-04-05."),
    "date_from_datetime_parsing": gettext_noop("This must be a date such as 1990-04-05."),
    "date_from_datetime_inexact": gettext_noop("This must be a date such as 1990-04-05."),
    "datetime_type": gettext_noop("This must be a moment such as 2027-03-01T08:00:00Z."),
    "datetime_parsing": gettext_noop("This must be a moment such as 2027-03-01T08:00:00Z."),
    "datetime_from_date_parsing": gettext_noop("This must be a moment such as 2027-03-01T08:00:00Z."),
}


def in_words(error):
    """Return the sentence for one of pydantic's errors."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context.get("error", "")) or error["msg"]
    if sentence := SENTENCES.get(error["type"]):
        return _(sentence) % context
    # Of a kind that no call has yet; a sentence in another language than the rest would help less.
    return error["msg"] if get_language() == "en" else _("This does not fit here.")


def field_of(error):
    """Return which field it is, as "participants.0.email"; "body" is what was sent as a whole."""
    source, *parts = map(str, error["loc"])
    # The whole body is one argument of the function that answers; its name is nobody's business.
    if source == "body":
        parts = parts[1:]
    return ".".join(parts) or source
