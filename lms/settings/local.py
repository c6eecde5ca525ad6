"""The embedded default: one process, SQLite, no broker, demo sign-ins. Never for the public network."""

from lms.settings.base import *  # noqa: F403
from lms.settings.base import PUBLIC_URL, STORAGES, VAR_DIR, env
from lms.settings.base import SECRET_KEY as GIVEN_SECRET_KEY

DEMO = True
SECRET_KEY = GIVEN_SECRET_KEY or "demo-only-never-in-production-0123456789abcdef0123456789"
# Compressing 500 files takes longer than all the rest of a first start, and over 127.0.0.1 it saves nothing.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "lms.lib.staticfiles.HashedStorage"},
}
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

VAR_DIR.mkdir(exist_ok=True)

# Where the demo of this folder is served. `./run demo` writes it down, so that papers that a command seals later bear
# the address of the demo to which they belong, whatever its PORT was.
_address = VAR_DIR / "public-url"
if not env("PUBLIC_URL", default="") and _address.is_file():
    PUBLIC_URL = _address.read_text(encoding="utf-8").strip().rstrip("/") or PUBLIC_URL
    WAGTAILADMIN_BASE_URL = PUBLIC_URL
