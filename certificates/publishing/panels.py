"""What this room hangs up: its sweeper, which brings changes of status into the signed lists within a minute."""

from certificates.publishing.lists import sign_all
from lms.messages.sweepers import register_sweeper

register_sweeper("status lists", sign_all)
