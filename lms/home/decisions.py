"""
What the office has to decide today: one list, one headline. Rooms register makers; this floor knows none of them.

A maker is a function of (request, at) that returns or yields `Decision`s for whoever is signed in, none for others:

    @decides
    def sheets_left_open(request, at):
        for sheet in open_sheets(sessions_kept_by(request.user), at):
            yield Decision(title=..., text=..., url=..., url_label=_("See the sheet"), urgency=URGENT, icon="clock")

The module is imported in AppConfig.ready() like a room's panels. Makers are asked only for those who run programmes
(roles "office" and "administrator"); they ask permissions all the same, since a programme may be somebody else's.
Each maker keeps to a fixed number of queries: the list stands on the page that the office opens most.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext_lazy

from lms.accounts.roles import roles_of

URGENT, DECIDE, CALM = "stop", "", "calm"
ORDER = [URGENT, DECIDE, CALM]
WORDS = [
    pgettext_lazy("of decisions", "one"),
    pgettext_lazy("of decisions", "two"),
    pgettext_lazy("of decisions", "three"),
    pgettext_lazy("of decisions", "four"),
    pgettext_lazy("of decisions", "five"),
    pgettext_lazy("of decisions", "six"),
    pgettext_lazy("of decisions", "seven"),
    pgettext_lazy("of decisions", "eight"),
    pgettext_lazy("of decisions", "nine"),
    pgettext_lazy("of decisions", "ten"),
    pgettext_lazy("of decisions", "eleven"),
    pgettext_lazy("of decisions", "twelve"),
]


@dataclass(frozen=True)
class Decision:
    """
    Something to decide: the situation, why, and at once where to act.

    `urgency` is URGENT, DECIDE or CALM (happens by itself, not counted); `on` is the day by which it matters, for the
    order; `more` are further links as pairs of url and label. With `post` the first one is done at once by a button,
    and so is a further one whose third element is true.
    """

    title: str
    text: str = ""
    url: str = ""
    url_label: str = ""
    urgency: str = DECIDE
    icon: str = ""
    on: dt.date | None = None
    more: tuple = field(default=())
    post: bool = False

    @property
    def actions(self):
        """The links for components/decision.html, the first one as a button."""
        links = [(self.url, self.url_label), *self.more] if self.url else list(self.more)
        return [
            {"url": url, "label": label, "post": (self.post and not index) or any(at_once)}
            for index, (url, label, *at_once) in enumerate(links)
        ]


_makers: list[Callable] = []


def decides(maker):
    """Register a maker of decisions; a decorator, does nothing the second time."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def has_decisions(user):
    """Whether this person's start page is the office's."""
    return bool(roles_of(user) & {"office", "administrator"})


def decisions_for(request, at):
    """Return the decisions for whoever is signed in, urgent ones first, then by the day by which they matter."""
    if not has_decisions(request.user):
        return []
    found = [decision for maker in _makers for decision in maker(request, at)]
    return sorted(found, key=lambda one: (ORDER.index(one.urgency), one.on or dt.date.max))


def headline(decisions):
    """Return "Five decisions, two urgent" in the active language; what happens by itself is not counted."""
    count = sum(one.urgency != CALM for one in decisions)
    urgent = sum(one.urgency == URGENT for one in decisions)
    if not count:
        return _("Nothing to decide")
    line = ngettext("%(count)s decision", "%(count)s decisions", count) % {"count": _word(count)}
    if urgent:
        line += npgettext("of decisions", ", %(count)s urgent", ", %(count)s urgent", urgent) % {"count": _word(urgent)}
    return line[:1].upper() + line[1:]


def _word(number):
    return str(WORDS[number - 1]) if number <= len(WORDS) else str(number)
