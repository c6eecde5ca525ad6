"""The public addresses (/v/ is printed into QR codes and must stay for decades), and the chamber's desk."""

from django.urls import path
from django.views.generic import RedirectView

from certificates.verification import views
from certificates.verification.views import countersigning, desk, lists, shared

urlpatterns = [
    path("v/", RedirectView.as_view(pattern_name="verify")),
    # "path": whatever stands there is answered alike, also what cannot be a code.
    path("v/<path:code>", views.verify_code, name="verify_code"),
    path("s/<str:secret>/", shared.shared, name="shared"),
    path("s/<str:secret>/pdf", shared.shared_pdf, name="shared_pdf"),
    path("verify/", views.verify, name="verify"),
    path("chambers/", desk.chambers, name="chambers"),
    path("chambers/<slug:code>/", desk.chamber, name="chamber"),
    path("chambers/<slug:code>/cohorts/<slug:cohort>/", desk.chamber_cohort, name="chamber_cohort"),
    path("chambers/<slug:code>/check/", lists.check_list, name="check_list"),
    path("chambers/<slug:code>/cohorts/<slug:cohort>/countersign/", countersigning.countersign, name="countersign"),
]
