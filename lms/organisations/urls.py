"""Addresses of the master data."""

from django.urls import path

from lms.organisations import views

urlpatterns = [
    path("office/data/", views.master_data, name="master_data"),
    path("office/data/<slug:kind>/", views.records, name="records"),
    path("office/data/<slug:kind>/new/", views.new_record, name="new_record"),
    path("office/data/<slug:kind>/<int:pk>/", views.record_page, name="record"),
]
