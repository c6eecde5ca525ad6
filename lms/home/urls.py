"""The start page of each role."""

from django.urls import path

from lms.home import views

urlpatterns = [
    path("start/", views.home, name="home"),
]
