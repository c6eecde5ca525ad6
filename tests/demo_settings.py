"""The settings of the demo for a server that tests start: the sessions that a test has signed in are its own."""

from lms.settings.local import *  # noqa: F403
from lms.settings.test import PASSWORD_HASHERS, SECRET_KEY, STORAGES

__all__ = ["PASSWORD_HASHERS", "SECRET_KEY", "STORAGES"]
