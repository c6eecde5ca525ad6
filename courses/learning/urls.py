"""Addresses of learning; lessons themselves are Wagtail pages."""

from django.urls import path

from courses.learning import views, views_marking, views_pictures

urlpatterns = [
    path("lessons/<int:pk>/done/", views.lesson_done, name="lesson_done"),
    path("cohorts/<slug:code>/results/<int:pk>/", views_marking.results, name="results"),
    path("my/lessons/", views.read_on, name="read_on"),
    # The two folders of Wagtail's pictures. Documents have an address of their own, which asks as well.
    path("media/images/<path:path>", views_pictures.picture, {"folder": "images"}, name="picture"),
    path(
        "media/original_images/<path:path>",
        views_pictures.picture,
        {"folder": "original_images"},
        name="original_picture",
    ),
]
