"""The page that asks: for a code, for a file, or for number, surname and date of birth. Without signing in."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from certificates.verification import claims, limits
from certificates.verification.answers import matches
from certificates.verification.forms import CodeForm, FileForm, NumberForm
from certificates.verification.pdf.answering import answer_to_pdf
from certificates.verification.pdf.findings import MOST_BYTES
from certificates.verification.pdf.reasons import advice, reason_of, title_of
from certificates.verification.views.codes import answer_within_limits
from certificates.verification.views.privacy import private
from lms.lib.refusals import Refusal
from lms.lib.uploads import uploads_in_memory

TOO_MANY, TOO_MANY_CODES = "too_many", "too_many_codes"
# What the buttons of the page's one form send as "ask".
FILE, CODE, NUMBER = "file", "code", "number"
# The fields of each section that can be drawn again; a file has to be chosen anew.
TYPED = {CODE: tuple(CodeForm.base_fields), NUMBER: tuple(NumberForm.base_fields)}


@uploads_in_memory(MOST_BYTES)
def verify(request):
    """
    Ask, and answer below the same address; a code in the address leads to its own.

    All sections are one form, so whatever was typed in the others travels along and is drawn again. So does the
    language, if the address asked for one (?language=en).
    """
    asked = request.GET.get("language")
    in_address = asked in dict(settings.LANGUAGES)
    with override(asked if in_address else get_language()):
        response = _answered(request, f"?language={asked}" if in_address else "")
        # The middleware would write the language of the browser, which the page is not in.
        response["Content-Language"] = get_language()
    return response


def _answered(request, language):
    """Return the page, or the way to the answer to a code; `language` is what an address says of it, or ""."""
    at = timezone.now()
    asked = _asked(request) if request.method == "POST" else CODE if CODE in request.GET else None
    forms = {
        CODE: _form(CodeForm, request, bound=asked == CODE),
        NUMBER: _form(NumberForm, request, bound=asked == NUMBER),
        FILE: FileForm(request.POST, request.FILES) if asked == FILE else FileForm(),
    }
    context = {f"{name}_form": form for name, form in forms.items()} | {
        "at": at,
        "here": reverse("verify") + language,
        # Whoever changes the language by the switch is led to the address without one, or it would stay.
        "language_next": reverse("verify") if language else "",
        "drawn": {name: request.POST.get(name, "") for names in TYPED.values() for name in names},
        "lost_file": asked != FILE and FILE in request.FILES,
    }
    status = 200
    if asked and forms[asked].is_valid():
        if request.method != "POST":
            return redirect(reverse("verify_code", args=[forms[CODE].cleaned_data["code"]]) + language)
        answer = {CODE: _find, NUMBER: _compare, FILE: _look}[asked]
        status = answer(request, forms[asked], context)
    response = render(request, "certificates/verification/verify.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(limits.HOUR)
    # Without any referrer browsers send "Origin: null" with the form, and Django would refuse it.
    return private(response, referrer="same-origin")


def _asked(request):
    """
    Return which section was sent: whose button says so.

    Enter presses the form's first button, which says nothing (where scripts run, lms/js/enter.js presses the section's
    own): then it is the section that changed since it was drawn, else one that is filled in.
    """
    post = request.POST
    if post.get("ask") in (*TYPED, FILE):
        return post["ask"]
    filled = [way for way, names in TYPED.items() if any(map(post.get, names))]
    changed = [way for way in filled if any(post.get(name, "") != post.get(f"was_{name}", "") for name in TYPED[way])]
    sent = [FILE] if FILE in request.FILES else [NUMBER]
    return (changed or filled or sent)[-1]


def _form(kind, request, bound):
    """Return the form of a section: judged if it was asked, else with what was typed into it and no word on it."""
    data = request.POST if request.method == "POST" else request.GET
    return kind(data) if bound else kind(initial={name: data.get(name) for name in kind.base_fields})


def _find(request, form, context):
    """Put the Answer to a code into the context; return the status of the response."""
    answer = answer_within_limits(form.cleaned_data["code"], request, context["at"])
    if answer is None:
        context["result"] = TOO_MANY_CODES
        return 429
    context |= {"answer": answer, "facts": _facts(answer)}
    return 200


def _compare(request, form, context):
    """Put match or no_match into the context; return the status of the response."""
    if not _may_ask(limits.NUMBERS, request, context):
        return 429
    context["result"] = "match" if matches(**form.cleaned_data) else "no_match"
    return 200


def _look(request, form, context):
    """Put the FileAnswer into the context; return the status of the response."""
    if not _may_ask(limits.FILES, request, context):
        return 429
    file = form.cleaned_data["file"]
    try:
        found = answer_to_pdf(file.read(), context["at"], size=file.size)
    except Refusal as busy:
        form.add_error("file", str(busy))
        return busy.status
    answer = found.answer
    context |= {"found": found, "answer": answer, "facts": _facts(answer)}
    if answer is None:
        context["said"] = {"title": title_of(found.why), "reason": reason_of(found.why), "advice": advice()}
    return 200


def _facts(answer):
    return claims.facts(answer) if answer and answer.copy else ()


def _may_ask(what, request, context):
    if limits.spent(what, request, context["at"]):
        context["result"] = TOO_MANY
        return False
    limits.count(what, request, context["at"])
    return True
