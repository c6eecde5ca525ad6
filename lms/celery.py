"""Celery for what happens after the answer: letters and certificates."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.local")

app = Celery("lehrgang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
