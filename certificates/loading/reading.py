"""YAML as a tree in which every value knows its place; whatever could be a trap is refused before it is built."""

from dataclasses import dataclass, field

import yaml
from django.utils.translation import gettext as _
from yaml.resolver import Resolver

from certificates.loading.refusals import BadFile, Fault

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 30
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PREFIX = "tag:yaml.org,2002:"
KINDS = ("str", "int", "float", "bool", "null", "timestamp")


@dataclass
class Node:
    """A value of the file: `kind` is "mapping", "list" or one of KINDS; scalars keep the text as it was typed."""

    line: int
    path: str
    kind: str
    text: str = ""
    keys: dict = field(default_factory=dict)
    items: list = field(default_factory=list)

    def fault(self, message):
        """A fault at this place."""
        return Fault(self.line, self.path, message)


def decode(data):
    """Return the text of `data`, UTF-8 with or without byte order mark. Raises BadFile."""
    if len(data) > MAX_BYTES:
        raise BadFile([Fault(0, "", _("the file is larger than %(size)d MB") % {"size": MAX_BYTES // 1024**2})])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadFile([Fault(line, "", _("not UTF-8: save the file with this encoding"))]) from None


def read_tree(data):
    """
    Return the root Node of `data` (bytes or text).

    Raises BadFile for what is not UTF-8, not YAML or empty, for aliases, own tags, a second document, a key twice.
    """
    text = decode(data) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=PARSER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        builder.faults.append(Fault(mark.line + 1 if mark else 0, "", _("not YAML (%(said)s)") % {"said": said}))
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1 if isinstance(error.position, int) else 0
        builder.faults.append(Fault(line, "", _("not YAML: a control character")))
    except yaml.YAMLError:
        builder.faults.append(Fault(0, "", _("not YAML")))
    if not builder.faults and builder.root is None:
        builder.faults.append(Fault(0, "", _("the file is empty")))
    if builder.faults:
        raise BadFile(builder.faults)
    return builder.root


class _Builder:
    """Turns the parser's events into Nodes without recursion, so that deep nesting costs nothing."""

    def __init__(self):
        self.root = None
        self.faults = []
        self.resolver = Resolver()
        self.open = []  # [node, key waiting for its value]
        self.documents = 0

    def take(self, event):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:
                self.faults.append(Fault(line, "", _("a second document begins here; one file holds one")))
        if self.documents > 1:
            return
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.faults.append(Fault(line, self._path(), _("anchors and aliases (& and *) are not allowed")))
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.AliasEvent):
            self._put(Node(line, self._path(), "null"))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if event.tag not in (None, "!", PREFIX + "map", PREFIX + "seq"):
                self._refuse_tag(event.tag, line)
            self._start("mapping" if isinstance(event, yaml.MappingStartEvent) else "list", line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.open.pop()

    def _scalar(self, event, line):
        if self.open and self.open[-1][0].kind == "mapping" and self.open[-1][1] is None:
            self._key(event.value, line)
            return
        tag = event.tag
        if tag in (None, "!"):
            tag = self.resolver.resolve(yaml.ScalarNode, event.value, event.implicit)
        kind = tag.removeprefix(PREFIX)
        if kind not in KINDS:
            self._refuse_tag(tag, line)
            kind = "str"
        self._put(Node(line, self._path(), kind, text=event.value))

    def _refuse_tag(self, tag, line):
        self.faults.append(Fault(line, self._path(), _("the tag %(tag)s is not allowed") % {"tag": tag}))

    def _key(self, key, line):
        if key in self.open[-1][0].keys:
            self.open[-1][1] = key
            self.faults.append(Fault(line, self._path(), _("this key stands here twice")))
        self.open[-1][1] = key

    def _start(self, kind, line):
        node = Node(line, self._path(), kind)
        if self.open and self.open[-1][0].kind == "mapping" and self.open[-1][1] is None:
            self.faults.append(Fault(line, self._path(), _("a key must be a word")))
            self.open[-1][1] = ""
        self._put(node)
        if len(self.open) > MAX_DEPTH:
            raise BadFile([*self.faults, Fault(line, "", _("nested too deeply"))])
        self.open.append([node, None])

    def _put(self, node):
        if not self.open:
            self.root = node
            return
        parent, key = self.open[-1]
        if parent.kind == "list":
            parent.items.append(node)
        else:
            parent.keys[key] = node
            self.open[-1][1] = None

    def _path(self):
        """The path of the value that comes next."""
        if not self.open:
            return ""
        parent, key = self.open[-1]
        if parent.kind == "list":
            return f"{parent.path}[{len(parent.items)}]"
        shown = "".join(char for char in key or "" if char.isprintable())[:60]
        return ".".join(part for part in (parent.path, shown) if part)
