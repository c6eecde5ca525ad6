"""What is the same wherever Lehrgang runs. Each value read from the environment is listed in docs/settings.md."""

import sys
from pathlib import Path

import environ

# Wagtail's HTML library loads lxml into every process as soon as it is installed, without anybody using it there: some
# megabytes. None says "not there" to that one module; whoever checks an invoice still imports lxml.
sys.modules.setdefault("bs4.builder._lxml", None)  # type: ignore[arg-type]
# The same for pictures of a kind that nobody may upload here (WAGTAILIMAGES_EXTENSIONS); AVIF does not need it.
sys.modules.setdefault("pillow_heif", None)  # type: ignore[arg-type]

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Where the public reaches us; printed into QR codes, so choose it for decades.
PUBLIC_URL = env("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "lms.accounts",
    "lms.organisations",
    "lms.audit",
    "lms.messages",
    "lms.home",
    "lms.api",
    "courses",
    "certificates",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.lib.content_security.ContentSecurityPolicyMiddleware",
    # Requests to the API go no further down: they meet no session, cookie, message or page.
    "lms.api.door.ApiDoor",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.accounts.middleware.UserLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lms.lib.nul.NoNulMiddleware",
    "lms.accounts.cms_input.CmsInputMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lms.accounts.middleware.SignInAgainMiddleware",
    "lms.accounts.typed_before.ForgetTypedMiddleware",
    "lms.home.views_errors.OnlyByButtonMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.home.context.site",
            ],
            "builtins": ["lms.lib.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "lms.lib.forms.FormRenderer"

# --- Database ---------------------------------------------------------------

SQLITE_OPTIONS = {
    # Without IMMEDIATE a read-then-write fails as "locked" at once, whatever the timeout.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
    ),
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'lehrgang.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
_redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {
    "default": {**(_redis if REDIS_URL else _memory), "KEY_PREFIX": "lehrgang"},
    "renditions": {
        **(_redis if REDIS_URL else {**_memory, "LOCATION": "renditions"}),
        "KEY_PREFIX": "renditions",
        "TIMEOUT": 600,
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# --- People and rights ------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "lms.accounts.backends.PasswordBackend",
    "guardian.backends.ObjectPermissionBackend",
    "lms.accounts.backends.EmailBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "/"
# Wagtail's own sign-in page would bypass the second factor.
WAGTAILADMIN_LOGIN_URL = "cms_door"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "lms.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
# Whoever has just set a password by the link of a letter is in; a second factor is still asked for.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
MFA_TOTP_ISSUER = "Lehrgang"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

# --- Language and time ------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
USE_I18N = True
FORMAT_MODULE_PATH = "lms.lib.formats"
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
# One catalogue per room, beside its code.
LOCALE_PATHS = sorted(
    str(path)
    for floor in ("lms", "courses", "certificates", "templates")
    for path in (BASE_DIR / floor).rglob("locale")
    if path.is_dir()
)

# --- Files ------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "lms" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Certificates are personal: never below MEDIA_URL, always served by a view that asks.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env("PRIVATE_ROOT", default=str(VAR_DIR / "private"))},
    },
    "staticfiles": {"BACKEND": "lms.lib.staticfiles.CollectedStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Wagtail: nothing calls home --------------------------------------------

WAGTAIL_SITE_NAME = "Lehrgang"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 500 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "lms.lib.search",
        **({} if DATABASES["default"]["ENGINE"].endswith("sqlite3") else {"SEARCH_CONFIG": "german"}),
    }
}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]

# --- Booking: how long chairs are kept for a form that is being filled in ---

BOOKING_HOLD_MINUTES = env.int("BOOKING_HOLD_MINUTES", default=15)
# Whom a company named in a request to the office, after the answer.
REQUEST_NAMES_KEPT_DAYS = env.int("REQUEST_NAMES_KEPT_DAYS", default=90)

# Declarations of withdrawal (§ 356a BGB): how many one address may type in an hour; how many confirmations go to one
# e-mail address in a day; days for which one that names a booking keeps name and address, once it is decided.
WITHDRAWALS_PER_HOUR = env.int("WITHDRAWALS_PER_HOUR", default=20)
WITHDRAWAL_LETTERS_PER_DAY = env.int("WITHDRAWAL_LETTERS_PER_DAY", default=5)
WITHDRAWALS_KEPT_DAYS = env.int("WITHDRAWALS_KEPT_DAYS", default=1461)

# --- Public verification: questions per hour from one address; all together may ask VERIFY_ALL_TIMES as many ---

VERIFY_FAILED_CODES_PER_HOUR = env.int("VERIFY_FAILED_CODES_PER_HOUR", default=30)
VERIFY_NUMBERS_PER_HOUR = env.int("VERIFY_NUMBERS_PER_HOUR", default=10)
VERIFY_FILES_PER_HOUR = env.int("VERIFY_FILES_PER_HOUR", default=20)
VERIFY_ALL_TIMES = 100
# Rows of lists that one account of a chamber may have checked in an hour, on pages and over the API together.
VERIFY_ROWS_PER_HOUR = env.int("VERIFY_ROWS_PER_HOUR", default=10_000)

# --- Certificates: where the private keys lie, and who puts a time on the seal (an RFC 3161 service; empty: nobody) ---

SIGNING_KEYS_DIR = env("SIGNING_KEYS_DIR", default=str(VAR_DIR / "keys"))
SEAL_TIMESTAMP_URL = env("SEAL_TIMESTAMP_URL", default="")
# Days: how long a holder sees who followed a link that has ended; how long a bundle of evidence lies ready.
SHARE_LOG_DAYS = env.int("SHARE_LOG_DAYS", default=90)
EVIDENCE_DAYS = env.int("EVIDENCE_DAYS", default=30)
# A seal of a trust service, by file or in a token; empty: the product makes a seal of its own.
SEAL_KEY_FILE = env("SEAL_KEY_FILE", default="")
SEAL_KEY_PASSPHRASE = env("SEAL_KEY_PASSPHRASE", default="")
SEAL_CHAIN_FILE = env("SEAL_CHAIN_FILE", default="")
SEAL_PKCS11_MODULE = env("SEAL_PKCS11_MODULE", default="")
SEAL_PKCS11_TOKEN = env("SEAL_PKCS11_TOKEN", default="")
SEAL_PKCS11_KEY = env("SEAL_PKCS11_KEY", default="")

# --- The API ---------------------------------------------------------------

API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=600)
API_ANSWERS_KEPT_DAYS = env.int("API_ANSWERS_KEPT_DAYS", default=7)
# Bytes of a request's body.
API_LONGEST_BODY = 256 * 1024

# --- Jobs and mail ----------------------------------------------------------

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="")
# No broker: jobs run in the request that asked, after its transaction. Truth is a state column either way.
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
# Printing takes too long for that: then a thread of the process does it, and the page shows how far it is.
LONG_JOBS_BESIDE = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "run-due-jobs": {"task": "lms.messages.tasks.run_due_jobs", "schedule": 60.0},
}

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="buero@lehrgang.example")
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Seconds. A mail server that is silent must hold up neither a worker nor, without a broker, a visitor.
EMAIL_TIMEOUT = 10

# Django alone tells nobody of a failed request when DEBUG is off; systemd keeps what is said here.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Addresses that were not found are nobody's business: one of them may be the code of a certificate.
    "loggers": {
        "django.request": {"level": "ERROR"},
        # With every job it would say that no broker is named; where there is none, that is meant.
        "kombu.connection": {"level": "ERROR"},
        # Their warnings tell letters of names that they could not draw.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}

# The shape of Django 6; lms.lib.content_security says it until then.
SECURE_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    # Widths of bars are written at the bar.
    "style-src-attr": ["'unsafe-inline'"],
    # The second factor's QR code is within the page.
    "img-src": ["'self'", "data:"],
    "media-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "lms.home.views_errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = [
    # Wagtail shows previews in a frame of the same site; no other site may (X_FRAME_OPTIONS above).
    "security.W019",
]
