"""Production: refuses to start without its secrets; everything over HTTPS."""

from django.core.exceptions import ImproperlyConfigured

from lms.settings.base import *  # noqa: F403
from lms.settings.base import ALLOWED_HOSTS, PUBLIC_URL, SECRET_KEY, env

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
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])
