"""Text in several languages as one column: `programme.title` reads in the reader's language."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Translated(dict):
    """
    A text by language code, e.g. {"de": "Kunststoffe", "en": "Plastics"}; a value may also be a list of lines.

    `str()` gives the active language, else the first language of settings.LANGUAGES that is filled.
    """

    def within(self, language):
        """Return the value in `language`, else in the first language that has one, else ""."""
        for code in [(language or "")[:2], *(code for code, _name in settings.LANGUAGES), *self]:
            if self.get(code):
                return self[code]
        return ""

    @property
    def here(self):
        """The value in the language of the page being made."""
        return self.within(get_language())

    def __str__(self):
        value = self.here
        return "\n".join(value) if isinstance(value, list) else str(value)

    def __bool__(self):
        return any(self.values())


class TranslatedWidget(forms.MultiWidget):
    """One input per language of the project, labelled with the language."""

    template_name = "components/translated_widget.html"

    def __init__(self, attrs=None, lines=False):
        self.lines = lines
        single = forms.Textarea if lines else forms.TextInput
        super().__init__({code: single({"lang": code, **(attrs or {})}) for code, _name in settings.LANGUAGES}, attrs)

    def decompress(self, value):
        value = value or {}
        filled = [value.get(code, "") for code, _name in settings.LANGUAGES]
        return ["\n".join(one) if isinstance(one, list) else one for one in filled]


class TranslatedFormField(forms.MultiValueField):
    """The form's side of `TranslatedField`: the first language is asked for, the others may stay empty."""

    def __init__(self, *, lines=False, **kwargs):
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        kwargs.setdefault("widget", TranslatedWidget(lines=lines))
        self.lines = lines
        super().__init__(
            [forms.CharField(required=False) for _language in settings.LANGUAGES], require_all_fields=False, **kwargs
        )

    def compress(self, data_list):
        pairs = zip((code for code, _name in settings.LANGUAGES), data_list or [], strict=False)
        value = Translated({code: text.strip() for code, text in pairs if text and text.strip()})
        if self.lines:
            return Translated(
                {code: [line.strip() for line in text.splitlines() if line.strip()] for code, text in value.items()}
            )
        return value

    def has_changed(self, initial, data):
        return super().has_changed(self.widget.decompress(initial) if isinstance(initial, dict) else initial, data)


class TranslatedField(models.JSONField):
    """A column of `Translated`. With lines=True each language holds a list of lines."""

    def __init__(self, *args, lines=False, **kwargs):
        self.lines = lines
        kwargs.setdefault("default", Translated)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.lines:
            kwargs["lines"] = True
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        value = super().from_db_value(value, expression, connection)
        return Translated(value) if isinstance(value, dict) else value

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        known = {code for code, _name in settings.LANGUAGES}
        if not isinstance(value, dict) or set(value) - known:
            raise ValidationError(
                _("Give the text by language: %(known)s."), params={"known": ", ".join(sorted(known))}
            )

    def formfield(self, **kwargs):
        # Django would send along what stood there before as one hidden text, which is not what this widget reads.
        own = {"form_class": TranslatedFormField, "lines": self.lines, "show_hidden_initial": False}
        return models.Field.formfield(self, **{**own, **kwargs})
