"""The addresses of the rooms of the top floor."""

from django.urls import include, path

urlpatterns = [
    path("", include("certificates.verification.urls")),
    path("", include("certificates.issuing.urls")),
    path("", include("certificates.publishing.urls")),
]
