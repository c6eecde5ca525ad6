"""The embedded default: one process, SQLite, no broker, demo sign-ins. Never for the public network."""

from lms.settings.base import *  # noqa: F403
from lms.settings.base import SECRET_KEY as GIVEN_SECRET_KEY
from lms.settings.base import STORAGES, VAR_DIR

DEMO = True
SECRET_KEY = GIVEN_SECRET_KEY or "demo-only-never-in-production-0123456789abcdef0123456789"
# Compressing 500 files takes longer than all the rest of a first start, and over 127.0.0.1 it saves nothing.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "lms.lib.staticfiles.HashedStorage"},
}
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

VAR_DIR.mkdir(exist_ok=True)
