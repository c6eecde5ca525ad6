"""Addresses that machines know from standards or from what was signed; they must stay for decades."""

from django.urls import path

from certificates.publishing import views

urlpatterns = [
    path(".well-known/did.json", views.did_json, name="did_json"),
    path("credentials/status/<int:number>", views.revocation_list, name="revocation_list"),
    path("credentials/suspension/<int:number>", views.suspension_list, name="suspension_list"),
    path("credentials/keys", views.keys, name="keys"),
    path("credentials/keys/<str:sha256>.pem", views.certificate_file, name="certificate_file"),
]
