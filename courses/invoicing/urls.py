"""Addresses of invoices and payments."""

from django.urls import path

from courses.invoicing import views

urlpatterns = [
    path("invoices/", views.invoices, name="invoices"),
    path("invoices/issue/", views.issue, name="issue_invoices"),
    path("invoices/mine/", views.my_invoices, name="my_invoices"),
    path("invoices/payments/", views.payments, name="payments"),
    path("invoices/payments/<int:pk>/", views.bank_file, name="bank_file"),
    path("invoices/payments/open/", views.open_rows, name="open_rows"),
    path("invoices/payments/rows/<int:pk>/", views.bank_row, name="bank_row"),
    path("invoices/given/called-off/", views.credit_all, name="credit_called_off"),
    path("invoices/given/<int:pk>/", views.settle, name="settle_seats"),
    path("invoices/by-letter/<str:key>/", views.by_letter, name="invoice_by_letter"),
    path("invoices/<int:pk>/", views.invoice, name="invoice"),
    path("invoices/<int:pk>/<slug:form>/", views.file, name="invoice_file"),
    path("companies/<slug:code>/invoices/", views.company_invoices, name="company_invoices"),
]
