"""Where the coming invoices of a booking go."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking.actions import send_invoices_to
from courses.booking.forms import InvoiceAddressForm
from courses.booking.permissions import bookings_changed_by
from courses.booking.views.seats import back_from


@login_required
def invoice_address(request, pk):
    """Let whoever may change a booking say where its invoices go."""
    rows = bookings_changed_by(request.user)
    booking = get_object_or_404(
        rows.select_related("cohort__edition__programme__office", "company", "private_payer"), pk=pk
    )
    form = InvoiceAddressForm(request.POST or None, booking=booking)
    back = back_from(request, booking)
    if request.method == "POST" and form.is_valid():
        send_invoices_to(
            booking=booking, invoice_to=form.cleaned_data["invoice_to"], actor=request.user, at=timezone.now()
        )
        messages.success(request, _("The next invoices of this booking go to the address given."))
        return redirect(back)
    return render(request, "courses/booking/invoice_address.html", {"booking": booking, "form": form, "back": back})
