"""Addresses of learning; lessons themselves are Wagtail pages."""

from django.urls import path

from courses.learning import views

urlpatterns = [
    path("lessons/<int:pk>/done/", views.lesson_done, name="lesson_done"),
    path("my/lessons/", views.read_on, name="read_on"),
]
