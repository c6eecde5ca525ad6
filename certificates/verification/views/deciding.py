"""A chamber decides on its list: what was ticked is shown once more on a page of its own, and then done."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy

from certificates.issuing.actions import release_enrolments, withhold_release
from certificates.issuing.exceptions import exceptions_by_enrolment
from certificates.issuing.forms import ReleaseForm, WithholdForm
from certificates.issuing.permissions import may_release
from certificates.issuing.showing import missing_words
from lms.lib.refusals import Refusal


@dataclass(frozen=True)
class Decision:
    """What can be decided: the act and its form, the question, what follows, the button, and what is said after it."""

    do: Callable
    form: type[forms.Form]
    title: str | Promise
    text: str | Promise
    button: str | Promise
    danger: bool = False


DECISIONS = {
    "release": Decision(
        release_enrolments,
        ReleaseForm,
        ngettext_lazy("Release one certificate?", "Release %(count)d certificates?", "count"),
        gettext_lazy(
            "The cluster office can then issue them, and each says that your chamber released it. What is issued "
            "cannot be taken back here."
        ),
        pgettext_lazy("button", "Release"),
    ),
    "withhold": Decision(
        withhold_release,
        WithholdForm,
        ngettext_lazy("Withhold the release of one certificate?", "Withhold the release of %(count)d?", "count"),
        gettext_lazy(
            "They are not issued for now, and the cluster office reads your reason. You can release them whenever you "
            "like."
        ),
        gettext_lazy("Withhold the release"),
        danger=True,
    ),
}


def decided(request, chamber, cohort, at):
    """Return the response to what a chamber sent from its list, or the form whose faults the list shows."""
    key = "withhold" if request.POST.get("act") == "withhold" else "release"
    chosen, known = DECISIONS[key], list(cohort.enrolments.select_related("person"))
    ticked = ReleaseForm(request.POST, enrolments=known)
    if not ticked.is_valid():
        return None, ticked
    sure = "sure" in request.POST
    form = chosen.form(request.POST, enrolments=known) if sure else None
    if not sure and may_release(request.user, cohort):
        form = chosen.form(initial={"enrolments": request.POST.getlist("enrolments")}, enrolments=known)
    elif form is None or form.is_valid():
        try:
            return _done(request, key, chosen, chamber, cohort, form or ticked, at), ticked
        except Refusal as refusal:
            ticked.add_error(None, str(refusal))
            return None, ticked
    return _asked(request, key, chosen, chamber, cohort, ticked.cleaned_data["enrolments"], form), ticked


def _asked(request, key, chosen, chamber, cohort, enrolments, form):
    exceptions = exceptions_by_enrolment([cohort])
    context = {
        "title": chosen.title % {"count": len(enrolments)},
        "text": chosen.text,
        "facts": [(one.person.full_name, _standing_in_words(exceptions.get(one.pk, ()))) for one in enrolments],
        "hidden": [("act", key), ("sure", "on")],
        "form": form,
        "button": chosen.button,
        "danger": chosen.danger,
        "back_url": reverse("chamber_cohort", args=[chamber.code, cohort.code]),
    }
    return render(request, "components/confirm_page.html", context)


def _standing_in_words(exceptions):
    words = [word for one in exceptions for word in missing_words(one.missing)]
    return _("by exception: %(what)s") % {"what": ", ".join(words)} if words else _("without exception")


def _done(request, key, chosen, chamber, cohort, form, at):
    count = chosen.do(cohort=cohort, actor=request.user, at=at, **form.cleaned_data)
    if key == "withhold":
        nothing = _("These are withheld already, for the same reason.")
        words = ngettext(
            "%(count)s release is withheld; the cluster office reads why.",
            "%(count)s releases are withheld; the cluster office reads why.",
            count,
        )
    else:
        nothing = _("These were released already.")
        words = ngettext(
            "%(count)s certificate was released; the cluster office can issue it now.",
            "%(count)s certificates were released; the cluster office can issue them now.",
            count,
        )
    messages.success(request, words % {"count": count} if count else nothing)
    return redirect("chamber_cohort", code=chamber.code, cohort=cohort.code)
