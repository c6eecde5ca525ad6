"""The start page of each role, the pages that the law asks for, and in the demo the building blocks."""

from django.conf import settings
from django.urls import path

from lms.home import views, views_legal, views_styleguide

urlpatterns = [
    path("start/", views.home, name="home"),
    *(
        path(f"{name}/", views_legal.legal, {"name": name}, name=name)
        for name in ("imprint", "privacy", "accessibility")
    ),
]
if settings.DEMO:
    urlpatterns.append(path("styleguide/", views_styleguide.styleguide, name="styleguide"))
