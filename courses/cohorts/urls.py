"""Addresses of planning and of sessions."""

from django.urls import path

from courses.cohorts import views

urlpatterns = [
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/new/", views.new_cohort, name="new_cohort"),
    path("cohorts/<slug:code>/", views.cohort, name="cohort"),
    path("cohorts/<slug:code>/sessions/new/", views.new_session, name="new_session"),
    path("sessions/<int:pk>/", views.session, name="session"),
    path("sessions/<int:pk>/edit/", views.edit_session, name="edit_session"),
    path("sessions/<int:pk>/calendar.ics", views.session_calendar, name="session_calendar"),
    path("hosting/", views.hosting, name="hosting"),
]
