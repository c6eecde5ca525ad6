"""Gathers what the rooms hang into Wagtail: permission policies first, because nobody may have asked for them before."""

from courses.learning import hooks

__all__ = ["hooks"]
