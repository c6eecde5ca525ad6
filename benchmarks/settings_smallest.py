"""For the smallest run: static files are not even collected."""

from benchmarks.settings import *  # noqa: F403
from benchmarks.settings import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
