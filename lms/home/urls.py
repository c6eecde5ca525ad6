"""The start page of each role, the pages that the law asks for, and in the demo the building blocks."""

from django.conf import settings
from django.urls import path

from lms.home import views, views_styleguide

urlpatterns = [
    path("start/", views.home, name="home"),
    path("imprint/", views_styleguide.legal, {"name": "imprint"}, name="imprint"),
    path("privacy/", views_styleguide.legal, {"name": "privacy"}, name="privacy"),
    path("accessibility/", views_styleguide.legal, {"name": "accessibility"}, name="accessibility"),
]
if settings.DEMO:
    urlpatterns.append(path("styleguide/", views_styleguide.styleguide, name="styleguide"))
