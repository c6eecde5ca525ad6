"""Cohorts and bookings over the API: the same acts as the pages', no rule of their own."""

from courses.booking.api import bookings, cohorts, waiting
from lms.api.v1 import api

api.add_router("", cohorts.router)
api.add_router("", bookings.router)
api.add_router("", waiting.router)
