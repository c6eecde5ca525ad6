"""The office's planning pages, and the page of a session for everybody who has to do with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.cohorts.actions import change_session, plan_cohort, plan_session, stored_of
from courses.cohorts.actions_of_cohort import change_terms
from courses.cohorts.clashes import clashes_of
from courses.cohorts.first_steps import next_step
from courses.cohorts.forms import ChangeSessionForm, ChangeTermsForm, CohortForm, PlanSessionForm
from courses.cohorts.heads import people_expected
from courses.cohorts.models import SeminarSession
from courses.cohorts.permissions import (
    cohorts_run_by,
    may_run,
    receives,
    sessions_received_by,
    sessions_seen_by,
    teaches,
)
from courses.cohorts.refusals import ChangedMeanwhile
from courses.cohorts.rules import groups_needed, visitors_too_many
from courses.cohorts.sections import sections_of_cohort, sections_of_session
from courses.cohorts.views_acts import acts_for
from courses.curriculum.permissions import may_create_programmes, programmes_managed_by
from lms.lib.nul import number_in
from lms.lib.refusals import Refusal
from lms.organisations.permissions import sites_of


@login_required
def cohorts(request):
    """List the cohorts that the person runs, the running and open ones first."""
    _must_plan(request.user)
    rows = (
        cohorts_run_by(request.user)
        .select_related("edition__programme")
        .annotate(taken=Count("seats", filter=Q(seats__booking__isnull=False)))
        .order_by("-starts_on", "code")
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    step = None if page.object_list else next(next_step(request.user), None)
    return render(request, "courses/cohorts/cohorts.html", {"page": page, "step": step})


def _must_plan(user):
    """Who runs programmes, or will once there is one: the masthead leads them here from the first day."""
    if not (may_create_programmes(user) or programmes_managed_by(user).exists()):
        raise Http404


@login_required
def new_cohort(request):
    """Plan a cohort."""
    _must_plan(request.user)
    form, at = CohortForm(request.POST or None, actor=request.user), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            cohort = plan_cohort(actor=request.user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            _say_planned(request, cohort, at)
            return redirect("cohort", code=cohort.code)
    return render(request, "courses/cohorts/cohort_form.html", {"form": form})


def _say_planned(request, cohort, at):
    """Say that it is planned and what comes next; of one that begins in the past, that it is for the records."""
    if not cohort.is_too_late_to_book(at):
        said = _("%(code)s is planned. Next: its sessions, then open it for booking.")
        messages.success(request, said % {"code": cohort.code})
        return
    messages.success(request, _("%(code)s is planned.") % {"code": cohort.code})
    said = (
        _("%(code)s ended on %(day)s: it stands in the books, but nobody can book it. Check the year.")
        if cohort.ends_on < timezone.localdate(at)
        else _("The last day to book %(code)s is over: it stands in the books, but nobody can book it yet.")
    )
    messages.warning(request, said % {"code": cohort.code, "day": date_format(cohort.ends_on, "DATE_FORMAT")})


@login_required
def cohort(request, code):
    """Show the office everything about a cohort: the sections that the rooms hang up."""
    row = get_object_or_404(cohorts_run_by(request.user).select_related("edition__programme"), code=code)
    at = timezone.now()
    context = {"cohort": row, "sections": sections_of_cohort(request, row, at), "acts": acts_for(row)}
    return render(request, "courses/cohorts/cohort.html", context)


@login_required
def terms(request, code):
    """Change deadlines and rules of a cohort."""
    row = get_object_or_404(cohorts_run_by(request.user).select_related("edition__programme"), code=code)
    form = ChangeTermsForm(request.POST or None, cohort=row)
    if request.method == "POST" and form.is_valid():
        try:
            row = change_terms(cohort=row, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except ChangedMeanwhile as refusal:
            form.begin_anew(refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The rules of %(cohort)s are saved.") % {"cohort": row})
            return redirect("cohort", code=row.code)
    return render(request, "courses/cohorts/terms.html", {"form": form, "cohort": row})


@login_required
def new_session(request, code):
    """Plan a session of a cohort."""
    row = get_object_or_404(cohorts_run_by(request.user).select_related("edition__programme"), code=code)
    chosen = row.edition.seminars.filter(pk=number_in(request.GET.get("seminar"))).first()
    initial = {
        "seminar": chosen,
        "host": chosen and chosen.host_id,
        "lecturers": [chosen.lecturer_id] if chosen else [],
    }
    form = PlanSessionForm(request.POST or None, cohort=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            session = plan_session(cohort=row, actor=request.user, at=timezone.now(), **form.plan)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(session)s is planned.") % {"session": session.spoken})
            _warn(request, session)
            return redirect("cohort", code=row.code)
    return render(request, "courses/cohorts/session_form.html", {"form": form, "cohort": row})


@login_required
def session(request, pk):
    """Show a session: when, where, with whom, by which rules of the host."""
    row = get_object_or_404(
        sessions_seen_by(request.user)
        .select_related("seminar", "host__company", "cohort__edition__programme")
        .prefetch_related("days", "lecturers")
        .distinct(),
        pk=pk,
    )
    context = {
        "session": row,
        "days": list(row.days.all()),
        "runs": may_run(request.user, row.cohort),
        "teaches": teaches(request.user, row),
        "receives": receives(request.user, row),
        "sections": sections_of_session(request, row, timezone.now()),
    }
    return render(request, "courses/cohorts/session.html", context)


@login_required
def edit_session(request, pk):
    """Move a session or change its host, lecturers, groups."""
    row = get_object_or_404(
        SeminarSession.objects.filter(cohort__in=cohorts_run_by(request.user)).select_related(
            "seminar", "host__company", "cohort__edition__programme"
        ),
        pk=pk,
    )
    # A link that offers a remedy (another host, groups) fills them in.
    offered = {"host": number_in(request.GET.get("host")), "parallel_groups": number_in(request.GET.get("groups"))}
    offered = {name: value for name, value in offered.items() if value}
    form = ChangeSessionForm(request.POST or None, cohort=row.cohort, stored=stored_of(row), initial=offered)
    if request.method == "POST" and form.is_valid():
        try:
            row = change_session(session=row, actor=request.user, at=timezone.now(), **form.plan)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(session)s is changed.") % {"session": row.spoken})
            _warn(request, row)
            return redirect("session", pk=row.pk)
    return render(request, "courses/cohorts/session_form.html", {"form": form, "cohort": row.cohort, "session": row})


@login_required
def hosting(request):
    """Show a host contact which groups come when, and by which rules of the house they are told to come."""
    sites = list(sites_of(request.user).select_related("company").order_by("name")[:500])
    if not sites:
        raise Http404
    rows = (
        sessions_received_by(request.user)
        .filter(days__date__gte=timezone.localdate())
        .select_related("seminar", "host__company", "cohort__edition__programme")
        .prefetch_related("days", "lecturers")
        .order_by("days__date")
        .distinct()
    )
    sessions = _unique(rows)
    coming = people_expected([one for one in sessions if one.status != one.Status.CANCELLED], timezone.now())
    for session in sessions:
        session.people, limit = coming.get(session.pk), session.host.max_visitors
        session.too_many = bool(session.people) and visitors_too_many(session.people, limit, session.parallel_groups)
    return render(request, "courses/cohorts/hosting.html", {"sites": sites[:12], "sessions": sessions})


def _unique(rows):
    return list({row.pk: row for row in rows}.values())


def _warn(request, session):
    """Say at once what clashes, and that a full cohort would not fit; the plan stands all the same."""
    for clash in clashes_of(session):
        messages.warning(request, clash)
    limit = session.host and session.host.max_visitors
    size = session.cohort.max_size
    if not visitors_too_many(size, limit, session.parallel_groups):
        return
    needed = groups_needed(size, limit)
    facts = {"host": session.host, "limit": limit, "size": size, "groups": needed}
    if needed is None:
        messages.warning(request, _("%(host)s admits no visitors. Choose another host.") % facts)
        return
    messages.warning(
        request,
        _(
            "%(host)s admits %(limit)s people per group; a full cohort has %(size)s. "
            "Choose another host or %(groups)s parallel groups."
        )
        % facts,
    )
