"""Signing in is allauth's (below /account/); here is what it does not have."""

from django.urls import path

from lms.accounts import views, views_roles, views_tokens

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/calendar/", views.calendar_feed, name="calendar_feed"),
    path("account/tokens/", views_tokens.tokens, name="api_tokens"),
    path("account/tokens/<int:pk>/revoke/", views_tokens.revoke, name="revoke_api_token"),
    path("roles/<slug:role>/<int:pk>/", views_roles.roles, name="roles"),
    path("roles/<slug:role>/<int:pk>/withdraw/<int:user>/", views_roles.withdraw_role_page, name="withdraw_role"),
]
