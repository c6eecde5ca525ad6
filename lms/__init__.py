"""The ground floor: people, organisations, mail, the start page, the log of acts. It imports nothing above it."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
