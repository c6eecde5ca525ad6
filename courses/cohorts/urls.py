"""Addresses of planning and of sessions."""

from django.urls import path

from courses.cohorts import views, views_acts, views_calendar

urlpatterns = [
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/new/", views.new_cohort, name="new_cohort"),
    path("cohorts/<slug:code>/", views.cohort, name="cohort"),
    path("cohorts/<slug:code>/terms/", views.terms, name="cohort_terms"),
    path("cohorts/<slug:code>/<slug:act>/confirm/", views_acts.confirm, name="cohort_act"),
    path("cohorts/<slug:code>/sessions/new/", views.new_session, name="new_session"),
    path("sessions/<int:pk>/", views.session, name="session"),
    path("sessions/<int:pk>/edit/", views.edit_session, name="edit_session"),
    path("sessions/<int:pk>/calendar.ics", views_calendar.session_calendar, name="session_calendar"),
    path("calendar/session/<str:key>.ics", views_calendar.session_by_key, name="session_calendar_by_key"),
    path("calendar/<slug:token>.ics", views_calendar.feed, name="calendar_feed_of"),
    path("hosting/", views.hosting, name="hosting"),
]
