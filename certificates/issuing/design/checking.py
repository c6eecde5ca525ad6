"""Why a template is not published: what it lacks or may not say, and what cannot be printed."""

import subprocess

from django.utils.text import get_text_list
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from certificates.document import apart
from certificates.document.forbidden import chamber_in, is_another_chamber
from certificates.document.record import CERTIFICATE, SEMINAR_LIST
from certificates.document.refusals import DocumentFault
from certificates.document.wording import refuse_forbidden_words, refuse_invisible
from certificates.issuing.design.rules import misleading_heading, missing_fields, repeated_nouns, unknown_fields
from certificates.issuing.design.samples import FOURTEEN, PEOPLE, edition_of, hardest_records
from certificates.issuing.refusals import DesignFault
from lms.lib.paper import glyphs

MEANING = {
    "units": gettext_lazy("the teaching units {units}"),
    "start": gettext_lazy("the first day {start}"),
    "end": gettext_lazy("the last day {end}"),
    "requirements": gettext_lazy("the requirements met {requirements}"),
    "attended": gettext_lazy("the units attended {attended}"),
}


def offered_by(design):
    """The languages in which the papers of this programme are offered, as its editions say; one may be both at once."""
    offered = design.programme.editions.values_list("certificate_languages", flat=True)
    return sorted({code for codes in offered for code in codes})


def languages_of(design):
    """The single languages in which this template needs words."""
    return sorted({part for code in offered_by(design) for part in code.split("+")})


def language_name(code):
    """Return the name of a language of papers; of both, both names."""
    return " / ".join(str(get_language_info(part)["name_translated"]) for part in code.split("+"))


def faults_of(design):
    """
    Return in words everything that keeps the template from being published; nothing if it may be.

    Prints the hardest samples in every language, in a process of its own: some seconds.
    """
    if edition_of(design.programme) is None:
        return [_("The programme has no edition yet; a template is tried on its seminars.")]
    languages = languages_of(design)
    faults = [fault for code in languages for fault in faults_in_words(design, code)]
    return faults or faults_in_print(design, offered_by(design))


def faults_in_words(design, code):
    """Return what the text of one language lacks or may not say."""
    language = language_name(code)
    closing = design.closing.get(code) or []
    # What is missing in one language would be printed in the other.
    faults = [
        _("%(language)s: %(what)s is missing.") % {"language": language, "what": what} for what in lacking(design, code)
    ]
    if closing and not design.opening:
        # The usual words make one sentence of both; half of it is none.
        faults.append(_("%(language)s: the text between name and title is missing.") % {"language": language})
    if design.kind == SEMINAR_LIST and (closing or design.opening.get(code)):
        faults.append(
            _("%(language)s: a transcript prints no text between name and title and none below it. Empty both fields.")
            % {"language": language}
        )
    missing = [str(MEANING[name]) for name in missing_fields(design.kind, closing)]
    if missing:
        faults.append(
            _("%(language)s: the text below the title must say %(what)s.")
            % {"language": language, "what": get_text_list(missing, _("and"))}
        )
    faults += [
        _("%(language)s: nothing is filled in for {%(name)s}.") % {"language": language, "name": name}
        for name in unknown_fields(closing)
    ]
    faults += [
        _("%(language)s: “%(words)s” would print the noun twice; the placeholder brings it along. Leave it out.")
        % {"language": language, "words": words}
        for words in repeated_nouns(closing)
    ]
    return faults + [f"{language}: {fault}" for fault in claims_in(design, code)]


def lacking(design, code):
    """Yield what is filled in for another language and not for this one, in words."""
    if design.heading and not design.heading.get(code):
        yield _("the heading")
    if design.opening and not design.opening.get(code):
        yield _("the text between name and title")
    if design.closing and not design.closing.get(code):
        yield _("the text below the title")
    if design.remarks and not design.remarks.get(code):
        yield _("the small print")
    for one in design.signatories.all():
        if one.function and not one.function.get(code):
            yield _("the function of %(name)s") % {"name": one.name}


def claims_in(design, code):
    """Return what the words of one language claim that is not ours, and what of them cannot be printed."""
    heading, opening = design.heading.get(code, ""), design.opening.get(code, "")
    lines = [design.closing.get(code) or [], design.remarks.get(code) or []]
    signing = [text for one in design.signatories.all() for text in (one.name, one.function.get(code, ""))]
    # Lines are read as one: a claim may go on in the next.
    texts = [heading, opening, *(" ".join(part) for part in lines)]
    certifiers = certifiers_of(design)
    faults = []
    if word := misleading_heading(heading):
        faults.append(_("a heading with “%(word)s” could be taken for a public examination.") % {"word": word})
    elif (word := chamber_in(heading)) and (
        not certifiers or any(is_another_chamber(word, certifier) for certifier in certifiers)
    ):
        faults.append(
            _("a heading with “%(word)s” only where the chamber certifies these papers; here it does not.")
            % {"word": word}
        )
    try:
        refuse_invisible([*texts, *signing])
        for certifier in certifiers or [""]:
            about = {"certified": bool(certifiers), "certifier": certifier}
            refuse_forbidden_words(texts, **about)
            refuse_forbidden_words(signing, **about, of_holder=False)
        glyphs.refuse_unknown([*texts, *signing])
    except DocumentFault as fault:
        faults.append(str(fault))
    return faults


def certifiers_of(design):
    """Return the names of the chambers that certify the papers of this template; none unless each has one."""
    editions = design.programme.editions.all()
    if design.chamber_id:
        editions = editions.filter(chamber=design.chamber_id)
    certifying = list(editions.values_list("chamber_certifies", "chamber__name").distinct().order_by())
    all_do = design.kind == CERTIFICATE and all(certifies for certifies, _name in certifying)
    return sorted({name for _certifies, name in certifying}) if all_do else []


def faults_in_print(design, languages):
    """Return what is wrong with the printed samples, in words, each fault once."""
    samples = [(code, key, record) for code in languages for key, record in hardest_records(design, code)]
    try:
        results = apart.printed(record for _code, _key, record in samples)
    except subprocess.SubprocessError as error:
        raise DesignFault(_("The samples could not be printed. Try again in a minute.")) from error
    return [
        _("%(language)s, sample “%(sample)s”: %(fault)s")
        % {"language": language_name(code), "sample": sample_name(key), "fault": fault}
        for (code, key, _record), (_pdf, fault) in zip(samples, results, strict=True)
        if fault
    ]


def sample_name(key):
    """Return in words what a sample is for."""
    if key == "fourteen":
        return _("%(count)s seminars with long titles") % {"count": FOURTEEN}
    return str(PEOPLE[key][0])
