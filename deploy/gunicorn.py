"""How gunicorn serves Lehrgang, in production and in the demo; what the command line says goes first."""

import gc
import os

wsgi_app = "lms.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
# Threads share one process's memory; a second process keeps the site up while the first one is replaced.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True
max_requests = 5000
max_requests_jitter = 500
# gunicorn 27 would open a control socket in the home directory.
control_socket_disable = True


def when_ready(server):
    """Let the processes that follow share what is loaded, and say where the site answers."""
    # What stays for good is looked through no more: rubbish is found sooner, and pages in memory stay shared.
    gc.collect()
    gc.freeze()
    print("Lehrgang answers on", ", ".join(str(listener) for listener in server.LISTENERS), flush=True)
