"""Who may act for a company, a site, a chamber, a programme: shown and changed by those who may say so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.actions import invite, withdraw_role
from lms.accounts.forms import InviteForm
from lms.accounts.models import User
from lms.accounts.staffing import staffing_for
from lms.lib.refusals import Refusal
from lms.lib.shortened import first_of

PEOPLE_SHOWN = 500


@login_required
def roles(request, role, pk):
    """List who holds a role on a record, and invite somebody by e-mail."""
    staffing, row = _asked_for(request, role, pk)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = invite(role=role, row=row, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": user.email})
            return redirect("roles", role=role, pk=pk)
    people = _holders(staffing, row).select_related("person").order_by("email")
    shown, more = first_of(people, PEOPLE_SHOWN)
    context = {
        "staffing": staffing,
        "row": row,
        "form": form,
        "people": shown,
        "more": more,
    }
    return render(request, "accounts/roles.html", context)


@login_required
def withdraw_role_page(request, role, pk, user):
    """Ask once more, then take the role away."""
    staffing, row = _asked_for(request, role, pk)
    holder = get_object_or_404(_holders(staffing, row), pk=user)
    back = reverse("roles", args=[role, pk])
    if request.method == "POST":
        withdraw_role(user=holder, role=role, row=row, actor=request.user, at=timezone.now())
        messages.success(request, _("%(who)s no longer has this role.") % {"who": holder})
        return redirect("home" if holder == request.user else back)
    context = {
        "title": _("Withdraw a role"),
        "text": _("%(who)s will no longer be able to act here: %(row)s. The account itself stays.")
        % {"who": holder, "row": row},
        "button": _("Withdraw"),
        "danger": True,
        "back_url": back,
    }
    return render(request, "components/confirm_page.html", context)


def _asked_for(request, role, pk):
    staffing = staffing_for(role)
    row = get_object_or_404(staffing.rows(), pk=pk) if staffing else None
    if row is None or not staffing.may_staff(request.user, row):
        raise Http404
    return staffing, row


def _holders(staffing, row):
    return User.objects.filter(groups=staffing.group_for(row), is_active=True)
