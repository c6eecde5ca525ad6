"""Addresses of learning; lessons themselves are Wagtail pages."""

from django.urls import path

from courses.learning import views, views_marking

urlpatterns = [
    path("lessons/<int:pk>/done/", views.lesson_done, name="lesson_done"),
    path("cohorts/<slug:code>/results/<int:pk>/", views_marking.results, name="results"),
    path("my/lessons/", views.read_on, name="read_on"),
]
