"""Addresses of the register: the office's, the holder's, the chamber's."""

from django.urls import path

from certificates.issuing.views import chamber, holder, office

urlpatterns = [
    path("cohorts/<slug:code>/certificates/", office.cohort_certificates, name="cohort_certificates"),
    path("cohorts/<slug:code>/certificates/progress/", office.certificates_progress, name="certificates_progress"),
    path("my/certificates/", holder.my_certificates, name="my_certificates"),
    path("certificates/<str:number>/", office.certificate, name="certificate"),
    path("certificates/<str:number>/pdf", holder.certificate_pdf, name="certificate_pdf"),
    path("certificates/<str:number>/credential.json", holder.certificate_credential, name="certificate_credential"),
    path("chambers/", chamber.chambers, name="chambers"),
    path("chambers/<slug:code>/", chamber.chamber, name="chamber"),
    path("chambers/<slug:code>/cohorts/<slug:cohort>/", chamber.chamber_cohort, name="chamber_cohort"),
]
