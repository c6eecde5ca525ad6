"""The public addresses; /v/ is printed into QR codes and must stay for decades."""

from django.urls import path
from django.views.generic import RedirectView

from certificates.verification.views import codes, questions

urlpatterns = [
    path("v/", RedirectView.as_view(pattern_name="verify")),
    # "path": whatever stands there is answered alike, also what cannot be a code.
    path("v/<path:code>", codes.verify_code, name="verify_code"),
    path("verify/", questions.verify, name="verify"),
]
