"""Signing in is allauth's (below /account/); here is what it does not have."""

from django.urls import path

from lms.accounts import views, views_roles

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/calendar/", views.calendar_feed, name="calendar_feed"),
    path("roles/<slug:role>/<int:pk>/", views_roles.roles, name="roles"),
    path("roles/<slug:role>/<int:pk>/withdraw/<int:user>/", views_roles.withdraw_role_page, name="withdraw_role"),
]
