"""Production: refuses to start without its secrets; everything over HTTPS."""

from django.core.exceptions import ImproperlyConfigured

from lms.settings.base import *  # noqa: F403
from lms.settings.base import ALLOWED_HOSTS, PUBLIC_URL, SECRET_KEY, SECURE_CSP, STORAGES, env

DEMO = False

_missing = [
    name
    for name, given in {
        "SECRET_KEY": SECRET_KEY,
        "ALLOWED_HOSTS": ALLOWED_HOSTS,
        "PUBLIC_URL": env("PUBLIC_URL", default=""),
        "DATABASE_URL": env("DATABASE_URL", default=""),
        "EMAIL_URL": env("EMAIL_URL", default=""),
    }.items()
    if not given
]
if _missing:
    raise ImproperlyConfigured(
        f"Set {', '.join(_missing)} in the environment before Lehrgang starts in production; see docs/settings.md."
    )

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Sign-in limits count by the visitor's address; without this all visitors would share the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])

# Several web machines share their files in a bucket. Its keys are read by boto3 from AWS_ACCESS_KEY_ID and its sister.
if S3_BUCKET := env("S3_BUCKET", default=""):
    _s3 = {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env("S3_ENDPOINT_URL", default=None),
        "region_name": env("S3_REGION", default=None),
        # Nothing in the bucket is public: images go out by addresses that expire, certificates by views that ask.
        "default_acl": "private",
        "querystring_auth": True,
        "file_overwrite": False,
    }
    STORAGES = {
        **STORAGES,
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**_s3, "location": "media"}},
        "private": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**_s3, "location": "private"}},
    }
    # Images and films come from the service's own address then, which only the service knows.
    SECURE_CSP = {
        **SECURE_CSP,
        "img-src": [*SECURE_CSP["img-src"], "https:"],
        "media-src": [*SECURE_CSP["media-src"], "https:"],
    }
