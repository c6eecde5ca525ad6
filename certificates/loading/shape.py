"""Shapes of values: each reads a node of the file, or says at its place what is wrong with it."""

import datetime as dt
import difflib
import re
import unicodedata
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lms.lib.translated import Translated

MISSING = object()
BAD = object()
# Characters that turn the direction of what follows: a name could pretend to be another.
DIRECTION = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


class Reading:
    """One pass over a file: collects faults, knows by how much dates move."""

    def __init__(self, shift=dt.timedelta(0)):
        self.shift = shift
        self.faults = []

    def fault(self, node, message):
        self.faults.append(node.fault(message))
        return BAD


class Record(dict):
    """A mapping of the file after reading; knows the place of itself and of each key."""

    def __init__(self, node):
        super().__init__()
        self.node = node

    def place(self, key):
        """The node at `key`, or of the record where the key is missing."""
        return self.node.keys.get(key, self.node)


class Text:
    """A line of text. With lines=True it may have several."""

    def __init__(self, longest=200, blank=False, pattern=None, lines=False):
        self.longest, self.blank, self.lines = longest, blank, lines
        self.pattern = re.compile(pattern) if pattern else None

    def read(self, node, reading):
        if node.kind != "str":
            return reading.fault(node, _("must be text; put it in quotes if it is") + f" ({_kind(node)})")
        text = node.text.strip()
        if any(_unprintable(char, self.lines) for char in text):
            return reading.fault(node, _("has a control character or a line break"))
        if not text and not self.blank:
            return reading.fault(node, _("must not be empty"))
        if len(text) > self.longest:
            return reading.fault(node, _("is longer than %(count)d characters") % {"count": self.longest})
        if self.pattern and not self.pattern.fullmatch(text):
            return reading.fault(node, _("has a form that is not allowed here: “%(value)s”") % {"value": text})
        return text


class Address(Text):
    """An e-mail address by the rule of the forms: letters of other alphabets before the @ reach few mail servers."""

    def read(self, node, reading):
        text = super().read(node, reading)
        if text is BAD:
            return text
        try:
            validate_email(text)
        except ValidationError:
            return reading.fault(node, _("has a form that is not allowed here: “%(value)s”") % {"value": text})
        return text


def _unprintable(char, lines):
    if char in "\n\t":
        return not lines
    return char in DIRECTION or unicodedata.category(char) in ("Cc", "Cs")


class Whole:
    """A whole number between `least` and `most`."""

    def __init__(self, least=0, most=32_767):
        self.least, self.most = least, most

    def read(self, node, reading):
        if node.kind != "int" or not re.fullmatch(r"-?(0|[1-9]\d{0,9})", node.text):
            return reading.fault(node, _("must be a whole number") + f" ({_kind(node)})")
        return _within(int(node.text), self, node, reading)


class Exact:
    """A decimal number with at most `places` decimals, read without rounding."""

    def __init__(self, least=None, most=None, places=2):
        self.least, self.most, self.places = least, most, places

    def read(self, node, reading):
        if node.kind not in ("int", "float") or not re.fullmatch(r"-?(0|[1-9]\d{0,9})(\.\d{1,12})?", node.text):
            return reading.fault(node, _("must be a number") + f" ({_kind(node)})")
        number = Decimal(node.text)
        if number != round(number, self.places):
            return reading.fault(node, _("has more than %(count)d decimals") % {"count": self.places})
        return _within(number, self, node, reading)


def _within(number, shape, node, reading):
    if shape.least is not None and number < shape.least:
        return reading.fault(node, _("must be at least %(least)s") % {"least": shape.least})
    if shape.most is not None and number > shape.most:
        return reading.fault(node, _("must be at most %(most)s") % {"most": shape.most})
    return number


class Flag:
    """true or false."""

    def read(self, node, reading):
        if node.kind != "bool":
            return reading.fault(node, _("must be true or false") + f" ({_kind(node)})")
        return node.text.lower() in ("true", "yes", "on")


class Day:
    """A date as in 2027-02-01. It moves with the file's shift unless moves=False."""

    def __init__(self, moves=True):
        self.moves = moves

    def read(self, node, reading):
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", node.text.strip()):
                raise ValueError
            day = dt.date.fromisoformat(node.text.strip())
        except ValueError:
            return reading.fault(node, _("must be a date as in 2027-02-01") + f" ({_kind(node)})")
        if not FIRST_DAY <= day <= LAST_DAY:
            return reading.fault(node, _("is no date of our time"))
        return day + reading.shift if self.moves else day


class Clock:
    """A time of day as in 09:00."""

    def read(self, node, reading):
        try:
            if not re.fullmatch(r"\d\d:\d\d", node.text.strip()):
                raise ValueError
            return dt.time.fromisoformat(node.text.strip())
        except ValueError:
            return reading.fault(node, _("must be a time as in 09:00") + f" ({_kind(node)})")


class Choice:
    """One of a few words."""

    def __init__(self, *words):
        self.words = words

    def read(self, node, reading):
        if node.kind == "str" and node.text in self.words:
            return node.text
        known = ", ".join(self.words)
        return reading.fault(node, _("must be one of: %(known)s") % {"known": known} + f" ({_kind(node)})")


class Either:
    """Several shapes of scalars, chosen by the kind of the node."""

    def __init__(self, **by_kind):
        self.by_kind = by_kind

    def read(self, node, reading):
        shape = self.by_kind.get(node.kind) or next(iter(self.by_kind.values()))
        return shape.read(node, reading)


class Several:
    """A list of values of one shape. Values that are wrong are left out, with their fault."""

    def __init__(self, shape, least=0):
        self.shape, self.least = shape, least

    def read(self, node, reading):
        if node.kind != "list":
            return reading.fault(node, _("must be a list") + f" ({_kind(node)})")
        if len(node.items) < self.least:
            return reading.fault(node, _("must have at least %(count)d entries") % {"count": self.least})
        values = [self.shape.read(item, reading) for item in node.items]
        return [value for value in values if value is not BAD]


class Languages:
    """A text in at least one of the project's languages, as in {de: ..., en: ...}."""

    def __init__(self, longest=300, lines=False):
        self.shape = Several(Text(longest), least=1) if lines else Text(longest)

    def read(self, node, reading):
        if node.kind != "mapping" or not node.keys:
            return reading.fault(node, _("must be text by language, as in {de: …, en: …}") + f" ({_kind(node)})")
        known = [code for code, _name in settings.LANGUAGES]
        values = Translated()
        for code, child in node.keys.items():
            if code not in known:
                reading.fault(child, _("unknown language “%(value)s”") % {"value": code})
            elif (value := self.shape.read(child, reading)) is not BAD:
                values[code] = value
        return values


class Anything:
    """Not loaded, hence not looked at closer than that it is of one `kind`."""

    def __init__(self, kind):
        self.kind = kind

    def read(self, node, reading):
        if node.kind == self.kind:
            return node
        wanted = _("must be a list") if self.kind == "list" else _("must be a group of keys")
        return reading.fault(node, wanted + f" ({_kind(node)})")


class Maybe:
    """A key that may be missing or empty; then it is `default`."""

    def __init__(self, shape, default=None):
        self.shape, self.default = shape, default

    def read(self, node, reading):
        return self.default if node.kind == "null" else self.shape.read(node, reading)


class Group:
    """A mapping with known keys. Unknown ones are faults: a mistyped optional key would silently count for nothing."""

    def __init__(self, **shapes):
        self.shapes = shapes

    def read(self, node, reading):
        if node.kind != "mapping":
            return reading.fault(node, _("must be a group of keys") + f" ({_kind(node)})")
        for key in node.keys:
            if key not in self.shapes:
                _unknown_key(node, key, self.shapes, reading)
        record = Record(node)
        for key, shape in self.shapes.items():
            if key not in node.keys:
                if isinstance(shape, Maybe):
                    record[key] = shape.default
                else:
                    reading.fault(node, _("“%(key)s” is missing") % {"key": key})
            elif (value := shape.read(node.keys[key], reading)) is not BAD:
                record[key] = value
        return record


def _unknown_key(node, key, shapes, reading):
    close = difflib.get_close_matches(key, shapes, n=1)
    if close:
        message = _("unknown key; did you mean “%(key)s”?") % {"key": close[0]}
    else:
        message = _("unknown key")
    reading.fault(node.keys[key], message)


def _kind(node):
    """What stands there, for the end of a message."""
    if node.kind == "mapping":
        return _("found a group of keys")
    if node.kind == "list":
        return _("found a list")
    if node.kind == "null":
        return _("found nothing")
    shown = node.text if len(node.text) <= 40 else node.text[:39] + "…"
    return _("found “%(value)s”") % {"value": "".join(char for char in shown if char.isprintable())}
