"""The addresses of the rooms of this floor."""

from django.urls import include, path

urlpatterns = [
    path("", include("courses.booking.urls")),
    path("", include("courses.curriculum.urls")),
    path("", include("courses.learning.urls")),
    path("", include("courses.cohorts.urls")),
    path("", include("courses.attendance.urls")),
    path("", include("courses.invoicing.urls")),
]
