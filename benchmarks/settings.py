"""Production, as it is, on a machine where nobody else listens: what a request needs is counted, mail goes nowhere."""

import os

from lms.settings.production import *  # noqa: F403
from lms.settings.production import CACHES, MIDDLEWARE, STORAGES, VAR_DIR

# Letters and certificates are handed to a queue, as in production, and nobody takes them from there.
CELERY_BROKER_URL = "memory://"
CELERY_TASK_ALWAYS_EAGER = False
# Who measures asks as often as possible, and always from the same address.
API_REQUESTS_PER_MINUTE = VERIFY_FILES_PER_HOUR = 1_000_000
MIDDLEWARE = ["benchmarks.counting.SQLCountMiddleware", *MIDDLEWARE]
# A Redis that others use too never sees our keys under their names, and forgets them.
CACHES = {
    name: {**cache, "KEY_PREFIX": f"bench-{os.getppid()}-{name}", "TIMEOUT": 600} for name, cache in CACHES.items()
}
STATIC_ROOT = VAR_DIR / "bench" / "static"
# Hashed names as in production, without compressing files that nobody fetches.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "lms.lib.staticfiles.HashedStorage"}}
