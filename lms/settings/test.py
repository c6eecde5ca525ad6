"""What differs under test: quick hashing, plain static files, files in a folder that goes away."""

import os
import tempfile

from lms.settings.base import *  # noqa: F403
from lms.settings.base import BASE_DIR, CACHES, DATABASES, REDIS_URL, STORAGES

DEMO = True
SECRET_KEY = "test-only-0123456789abcdef0123456789abcdef0123456789abcdef"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PUBLIC_URL = "https://lehrgang.example"
WAGTAILADMIN_BASE_URL = PUBLIC_URL

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# All tests ask from one address; how often is tested with a limit of its own.
WITHDRAWALS_PER_HOUR = 10_000
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = ""
CELERY_TASK_ALWAYS_EAGER = True
LONG_JOBS_BESIDE = False

_files = tempfile.mkdtemp(prefix="lehrgang-test-")
MEDIA_ROOT = os.path.join(_files, "media")
SIGNING_KEYS_DIR = os.path.join(_files, "keys")
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": os.path.join(_files, "private")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# On Redis each process has keys of its own, as the folder has, so that no run sees what an earlier one left; and each
# worker a database of its own, because emptying a cache empties the database for everybody.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw") or 0)
CACHES = {
    name: {
        **cache,
        **({"LOCATION": f"{REDIS_URL.rsplit('/', 1)[0]}/{_worker + 1}"} if REDIS_URL.count("/") > 2 else {}),
        "KEY_PREFIX": f"{os.path.basename(_files)}-{name}",
        "TIMEOUT": 600,
    }
    for name, cache in CACHES.items()
}
# A test takes back its rows; a size of a picture that a cache still knew would have none.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
WHITENOISE_AUTOREFRESH = True

# Each checkout has test databases of its own, so that two of them can be tested at the same time.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    (BASE_DIR / ".cache").mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(BASE_DIR / ".cache" / "test.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_lehrgang_{BASE_DIR.name}".replace("-", "_")}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
