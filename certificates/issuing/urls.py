"""Addresses of the register: the office's, the holder's."""

from django.urls import path

from certificates.issuing.views import evidence, holder, number, office, sharing

urlpatterns = [
    path("cohorts/<slug:code>/certificates/", office.cohort_certificates, name="cohort_certificates"),
    path("cohorts/<slug:code>/certificates/progress/", office.certificates_progress, name="certificates_progress"),
    path("cohorts/<slug:code>/certificates/exceptions/<int:pk>/", office.grant_exception, name="grant_exception"),
    path("cohorts/<slug:code>/evidence/", evidence.cohort_evidence, name="cohort_evidence"),
    path("cohorts/<slug:code>/evidence/<int:pk>/<slug:form>/", evidence.evidence_file, name="evidence_file"),
    path("my/certificates/", holder.my_certificates, name="my_certificates"),
    path("my/certificates/<str:number>/sharing/", sharing.share, name="share_certificate"),
    path("my/certificates/sharing/<int:pk>/end/", sharing.end, name="end_share_link"),
    path("certificates/<str:number>/", number.certificate, name="certificate"),
    path("certificates/<str:number>/<slug:act>/", number.change_certificate, name="change_certificate"),
    path("certificates/<str:number>/pdf", holder.certificate_pdf, name="certificate_pdf"),
    path("certificates/<str:number>/credential.json", holder.certificate_credential, name="certificate_credential"),
]
