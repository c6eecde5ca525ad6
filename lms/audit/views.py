"""The log for the office: newest first, by kind of act, by subject, by day."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from lms.audit.forms import LogForm
from lms.audit.models import Act
from lms.audit.permissions import may_read_log
from lms.audit.words import facts_in_words, names_in, verb_in_words


@login_required
def log(request):
    """List acts, 50 to a page."""
    if not may_read_log(request.user):
        raise Http404
    verbs = Act.objects.order_by("verb").values_list("verb", flat=True).distinct()
    form = LogForm(request.GET, verbs=[(verb, verb_in_words(verb)) for verb in verbs])
    acts = Act.objects.select_related("actor__person")
    if form.is_valid():
        acts = _chosen(acts, **form.cleaned_data)
    page = Paginator(acts, 50).get_page(request.GET.get("page"))
    rows = _in_words(list(page))
    return render(request, "audit/log.html", {"form": form, "page": page, "rows": rows})


def _chosen(acts, *, verb, who, day, subject):
    if verb:
        acts = acts.filter(verb=verb)
    if who:
        acts = acts.filter(actor__email__icontains=who)
    if day:
        acts = acts.filter(at__gte=_midnight(day), at__lt=_midnight(day + dt.timedelta(days=1)))
    if subject:
        label, _colon, number = subject.partition(":")
        app, _dot, model = label.partition(".")
        acts = acts.filter(subject_type__app_label=app, subject_type__model=model, subject_id=number)
    return acts


def _midnight(day):
    """The moment at which this day begins here; days of changing clocks have 23 or 25 hours."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _in_words(acts):
    # From the cache of content types, not one query per row.
    for act in acts:
        act.subject_type = act.subject_type_id and ContentType.objects.get_for_id(act.subject_type_id)
    names = names_in(acts)
    rows = []
    for act in acts:
        kind = act.subject_type
        label = f"{kind.app_label}.{kind.model}" if kind else ""
        rows.append(
            {
                "act": act,
                "verb": verb_in_words(act.verb),
                "who": act.actor and (act.actor.person.full_name if act.actor.person else str(act.actor)),
                "subject": names.get((label, act.subject_id)) or (f"{kind.name} {act.subject_id}" if kind else ""),
                "key": f"{label}:{act.subject_id}" if kind else "",
                "facts": facts_in_words(act, names),
            }
        )
    return rows
