"""Every address. Each room keeps its own; Wagtail's pages come last, because they take what is left."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.accounts.views_cms import cms_door
from lms.api.door import ROOT
from lms.api.v1 import api

# Wagtail brings sign-in pages of its own, in the admin and beside its pages, that know of no second factor.
sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

# Roles are given by e-mail, so nobody may claim an address: not another's, and not one that is invited tomorrow.
own_account = RedirectView.as_view(pattern_name="account")

urlpatterns: list[URLPattern | URLResolver] = [
    # In this order Django tries them: codes of certificates are asked for most, booking desks by all at once.
    path("", include("certificates.urls")),
    path(ROOT.lstrip("/"), api.urls),
    path("", include("courses.urls")),
    path("account/email/", own_account),
    path("office/cms/login/", cms_door, name="cms_door"),
    re_path(r"^(?:[a-z-]+/)?_util/login/$", sign_in),
    path("office/cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("lms.accounts.urls")),
    path("", include("lms.organisations.urls")),
    path("", include("lms.audit.urls")),
    path("", include("lms.messages.urls")),
    path("", include("lms.home.urls")),
]
urlpatterns += i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=True)

handler500 = "lms.home.views_errors.server_error"
