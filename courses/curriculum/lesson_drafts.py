"""First drafts of a seminar's lessons, from its objectives, topics and materials; lecturers write on from there."""

from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.lib.translated import Translated

# German addresses spell out what ASCII lacks.
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@dataclass(frozen=True)
class Draft:
    """
    A lesson as it would be written: `body` is the raw value of the stream, one dict per block.

    `key` is the same in all languages, the address is made of the title in the lesson's own.
    """

    key: str
    title: str
    minutes: int
    required: bool
    body: list

    @property
    def slug(self):
        """The last part of the address: the title in small letters, with the number that the key begins with."""
        number = self.key.partition("-")[0]
        words = slugify(self.title.translate(SPELLED_OUT))[:60].strip("-")
        return "-".join(part for part in (number if number.isdigit() else "", words) if part) or self.key


def drafts_of(seminar, language):
    """
    Return the drafts of a seminar's lessons in `language`, in order: what it is about, one per topic, the check.

    Slugs are the same in every language, so that a lesson and its translation lie at like addresses.
    """
    topics = _lines(seminar.topics, language)
    with translation.override(language):
        drafts = [_opening(seminar, topics, language)]
        drafts += [_topic(seminar, position, topic, language) for position, topic in enumerate(topics)]
        drafts.append(_closing(seminar, language))
    return drafts


def _lines(text, language):
    value = Translated(text or {}).within(language)
    return value if isinstance(value, list) else [value] if value else []


def _opening(seminar, topics, language):
    objectives = _lines(seminar.objectives, language)
    body = [_text(_("After this seminar you can do the following at your own place of work."), objectives)]
    body.append(_callout("note", _said_units(seminar)))
    if topics:
        body.append(_term(seminar, 0, language, objectives))
    steps = [
        _("Read the pages of this seminar"),
        _("Think of a case from your own company and write it down in three sentences"),
        _("Read the invitation: way, shoes, goggles, identity card"),
    ]
    body.append(_block("checklist", {"title": _("Before the day"), "items": steps}))
    return Draft("overview", _("What this seminar is about"), 5, True, body)


def _said_units(seminar):
    days = ngettext("%(days)d day", "%(days)d days", seminar.days) % {"days": seminar.days}
    said = _("%(units)d teaching units in presence on %(days)s.") % {"units": seminar.units_presence, "days": days}
    if seminar.units_online:
        said += " " + _("%(units)d more teaching units here online, whenever it suits you.") % {
            "units": seminar.units_online
        }
    return said


def _topic(seminar, index, topic, language):
    objectives = _lines(seminar.objectives, language)
    aim = objectives[index % len(objectives)] if objectives else ""
    body = [
        _text(_("Topic %(number)d of the seminar: %(topic)s.") % {"number": index + 1, "topic": topic}),
        _heading(_("What it is for")),
        _text(_("It serves this objective:"), [aim]) if aim else _text(_("It prepares the day with the host.")),
        _callout(
            "practice",
            _("Ask at your own machine or desk: where do we meet “%(topic)s”, and who decides there?")
            % {"topic": topic},
        ),
    ]
    if index:
        body.append(_term(seminar, index, language, objectives))
    body.append(
        _block(
            "checklist",
            {
                "title": _("To take along to the host"),
                "items": [
                    _("One example from your own company on this topic"),
                    _("One question that nobody could answer at home"),
                ],
            },
        )
    )
    english = _lines(seminar.topics, "en")
    slug = slugify(english[index])[:60] if index < len(english) else ""
    return Draft(f"{index + 1}-{slug or 'topic'}", topic[:255], 8, True, body)


def _closing(seminar, language):
    titles = [Translated(one.get("title", {})).within(language) for one in seminar.materials or []]
    body = [
        _text(_("Your lecturers bring these materials; afterwards you find them here."), [t for t in titles if t])
        if any(titles)
        else _text(_("Look back at the objectives before you start.")),
        _callout("warning", _("Finish the knowledge check before the next seminar; what follows builds on it.")),
        _block("knowledge_check", {"introduction": f"<p>{escape(_('A few questions on what you have learned.'))}</p>"}),
    ]
    return Draft("materials-and-check", _("Materials and knowledge check"), 10, True, body)


def _term(seminar, index, language, objectives):
    others = [
        {"language": name, "word": _lines(seminar.topics, code)[index]}
        for code, name in settings.LANGUAGES
        if code != language and index < len(_lines((seminar.topics or {}).get(code) and seminar.topics, code))
    ]
    aim = objectives[index % len(objectives)] if objectives else str(seminar)
    return _block(
        "term",
        {
            "term": _lines(seminar.topics, language)[index],
            "explanation": f"<p>{escape(_('Here you need it for: %(aim)s.') % {'aim': aim})}</p>",
            "translations": others,
        },
    )


def _heading(text):
    return _block("heading", text)


def _text(opening, points=()):
    listed = "".join(f"<li>{escape(point)}</li>" for point in points)
    return _block("text", f"<p>{escape(opening)}</p>" + (f"<ul>{listed}</ul>" if listed else ""))


def _callout(kind, text):
    return _block("callout", {"kind": kind, "text": f"<p>{escape(text)}</p>"})


def _block(kind, value):
    return {"type": kind, "value": value}
