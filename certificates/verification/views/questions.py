"""The page that asks: for a code, for a file, or for number, surname and date of birth. Without signing in."""

from django.shortcuts import redirect, render
from django.utils import timezone

from certificates.verification import claims, limits
from certificates.verification.answers import matches
from certificates.verification.forms import CodeForm, FileForm, NumberForm
from certificates.verification.pdf.answering import answer_to_pdf
from certificates.verification.pdf.findings import MOST_BYTES
from certificates.verification.pdf.reasons import advice, reason_of, title_of
from certificates.verification.views.privacy import private
from lms.lib.refusals import Refusal
from lms.lib.uploads import uploads_in_memory

TOO_MANY = "too_many"
# What the three forms send as "ask".
FILE = "file"


@uploads_in_memory(MOST_BYTES)
def verify(request):
    """Ask, and answer below the same address; a code leads to its own."""
    at = timezone.now()
    code_form = CodeForm({"code": request.GET["code"]} if "code" in request.GET else None)
    if code_form.is_bound and code_form.is_valid():
        return redirect("verify_code", code=code_form.cleaned_data["code"])
    posted = request.method == "POST"
    asks_file = posted and (request.POST.get("ask") == FILE or FILE in request.FILES)
    number_form = NumberForm(request.POST if posted and not asks_file else None)
    file_form = FileForm(request.POST, request.FILES) if asks_file else FileForm()
    context = {"code_form": code_form, "number_form": number_form, "file_form": file_form, "at": at}
    status = 200
    if number_form.is_bound and number_form.is_valid():
        status = _compare(request, number_form, context)
    elif file_form.is_bound and file_form.is_valid():
        status = _look(request, file_form, context)
    response = render(request, "certificates/verification/verify.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(limits.HOUR)
    # Without any referrer browsers send "Origin: null" with the form, and Django would refuse it.
    return private(response, referrer="same-origin")


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
    context |= {"found": found, "answer": answer, "facts": claims.facts(answer) if answer and answer.copy else ()}
    if answer is None:
        context["said"] = {"title": title_of(found.why), "reason": reason_of(found.why), "advice": advice()}
    return 200


def _may_ask(what, request, context):
    if limits.spent(what, request, context["at"]):
        context["result"] = TOO_MANY
        return False
    limits.count(what, request, context["at"])
    return True
