"""Signing in is allauth's (below /account/); here is what it does not have."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
