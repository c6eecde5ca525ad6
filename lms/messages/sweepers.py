"""
What must happen in the end. Rooms register sweepers in AppConfig.ready(); this floor knows none of them.

A sweeper is a function of `at` that finds rows whose work is due, does it or queues it, and returns how many.
It runs every minute, perhaps in two processes at once, so it must be safe to run twice.
"""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)

_sweepers: dict[str, Callable] = {}


def register_sweeper(name, sweeper=None):
    """Register `sweeper` under `name` ("letters"); the same name again replaces it. Also a decorator."""
    if sweeper is None:
        return lambda function: register_sweeper(name, function)
    _sweepers[name] = sweeper
    return sweeper


def sweep(at):
    """Run every sweeper and return {name: number, or None if it failed}. One that fails does not stop the others."""
    return {name: _run(name, sweeper, at) for name, sweeper in _sweepers.items()}


def _run(name, sweeper, at):
    try:
        return sweeper(at)
    except Exception:  # whatever went wrong in one room, the other rooms' work is due too
        logger.exception("The sweeper %s failed", name)
        return None
