"""The address of the log."""

from django.urls import path

from lms.audit import views

urlpatterns = [path("office/log/", views.log, name="log")]
