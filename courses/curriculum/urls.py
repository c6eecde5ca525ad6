"""The front door; everything else of this room are Wagtail pages."""

from django.urls import path

from courses.curriculum import views

urlpatterns = [path("", views.front_door, name="front_door")]
